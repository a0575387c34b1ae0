// Copy buttons: <button hidden data-copy="text" data-copied="Copied">. Without a text the page's own address is copied.
// They are shown by this script only: without it there is nothing that could copy.
(function () {
  "use strict";

  function show(root) {
    root.querySelectorAll("[data-copy][hidden]").forEach((button) => button.removeAttribute("hidden"));
  }

  // The clipboard needs a safe connection; on a plain one the old way is used.
  function oldWay(text) {
    const field = document.createElement("textarea");
    field.value = text;
    field.setAttribute("readonly", "");
    field.className = "sr-only";
    document.body.appendChild(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("copy"));
  }

  function copy(text) {
    return navigator.clipboard && window.isSecureContext ? navigator.clipboard.writeText(text) : oldWay(text);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest ? event.target.closest("[data-copy]") : null;
    if (!button) return;
    const told = document.getElementById(button.getAttribute("aria-describedby") || "");
    copy(button.dataset.copy || window.location.href)
      .then(() => button.dataset.copied)
      .catch(() => button.dataset.failed)
      .then((text) => {
        if (told) told.textContent = text;
      });
  });
  document.addEventListener("DOMContentLoaded", () => show(document));
  document.addEventListener("htmx:afterSettle", () => show(document));
})();
