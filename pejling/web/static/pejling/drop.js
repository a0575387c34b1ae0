// Files dropped anywhere on the form are put into its file field, and the names of what was chosen are shown.
// Without script the field works as it is.
(() => {
  const show = (field, list) => {
    list.textContent = "";
    for (const file of field.files) {
      const line = document.createElement("li");
      line.textContent = file.name;
      list.append(line);
    }
  };
  for (const form of document.querySelectorAll("form[data-drop]")) {
    const zone = form.querySelector("[data-drop-zone]");
    const field = zone.querySelector("input[type=file]");
    const list = zone.querySelector("[data-drop-list]");
    field.addEventListener("change", () => show(field, list));
    zone.addEventListener("dragover", (event) => {
      event.preventDefault();
      zone.classList.add("pj-drop-over");
    });
    for (const name of ["dragleave", "drop"]) {
      zone.addEventListener(name, () => zone.classList.remove("pj-drop-over"));
    }
    zone.addEventListener("drop", (event) => {
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      const both = new DataTransfer();
      for (const file of [...field.files, ...event.dataTransfer.files]) both.items.add(file);
      field.files = both.files;
      show(field, list);
    });
  }
})();
