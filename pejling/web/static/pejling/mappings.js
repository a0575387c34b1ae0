// Show the form anew where another column has other values to be given meanings. Without script a button does it.
// What is written while the answer is on its way isn't overwritten: the form is asked for once more instead.
(function () {
  "use strict";
  let changes = 0;
  let asked = 0;

  function ask(form) {
    asked = changes;
    window.htmx.trigger(form, "redraw");
  }

  function changed(event) {
    const field = event.target;
    if (!field.form || field.form.id !== "pointing") return;
    changes += 1;
    const other = field.hasAttribute("data-redraws") && field.value !== "=";
    if (event.type === "change" && other) ask(field.form);
  }

  document.addEventListener("input", changed);
  document.addEventListener("change", changed);
  document.addEventListener("htmx:beforeSwap", (event) => {
    const form = event.detail.target;
    if (!form || form.id !== "pointing" || asked === changes) return;
    event.detail.shouldSwap = false;
    ask(form);
  });
})();
