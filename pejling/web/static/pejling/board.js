// Drag a card to another column: the card's own form is sent, as if its list had been used.
(function () {
  "use strict";
  let held = null;
  document.addEventListener("dragstart", (event) => {
    held = event.target.closest && event.target.closest("[data-card]");
    if (!held) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.id);
    held.classList.add("pj-held");
  });
  document.addEventListener("dragend", () => {
    if (held) held.classList.remove("pj-held");
    held = null;
    document.querySelectorAll(".pj-lane-over").forEach((lane) => lane.classList.remove("pj-lane-over"));
  });
  document.addEventListener("dragover", (event) => {
    const lane = held && event.target.closest("[data-lane]");
    document.querySelectorAll(".pj-lane-over").forEach((one) => one !== lane && one.classList.remove("pj-lane-over"));
    if (!lane || lane.contains(held)) return;
    event.preventDefault();
    lane.classList.add("pj-lane-over");
  });
  document.addEventListener("drop", (event) => {
    const lane = held && event.target.closest("[data-lane]");
    const list = held && held.querySelector("select[name=state]");
    const form = list && list.form; // a card that was just moved has its undo, too
    if (!lane || !form || lane.contains(held)) return;
    event.preventDefault();
    form.elements.state.value = lane.dataset.lane;
    form.requestSubmit();
  });
})();
