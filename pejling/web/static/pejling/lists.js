// After a list has been filled anew the keyboard must not be thrown back to the top of the page: where what was
// pressed is gone (a filter taken away, the last page), focus goes to the line that tells how many were found.
(function () {
  "use strict";
  document.addEventListener("htmx:afterSettle", (event) => {
    const list = event.target.closest ? event.target.closest("[data-list]") : null;
    if (list === null || document.activeElement !== document.body) return;
    const found = document.getElementById(`${list.id}-found`);
    if (found) found.focus({ preventScroll: true });
  });
})();
