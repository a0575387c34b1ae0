// Warn before leaving a form that has been written in: <form data-unsaved>. Its value may be words of its own, asked
// where htmx would replace the form; otherwise the page's words ask. A form that came back with errors holds unsaved
// work from the start: data-unsaved-dirty. Fields marked data-unsaved-ignore (a search, a filter) don't count.
(function () {
  "use strict";
  const dirty = new Set();

  function formOf(event) {
    const field = event.target;
    if (!field.closest || field.closest("[data-unsaved-ignore]")) return null;
    return field.closest("form[data-unsaved]");
  }

  function touched(event) {
    const form = formOf(event);
    if (form) dirty.add(form);
  }

  function waiting() {
    // A form that is gone from the page has nothing to lose any more.
    dirty.forEach((form) => form.isConnected || dirty.delete(form));
    return [...dirty];
  }

  function findDirty(root) {
    root.querySelectorAll("form[data-unsaved][data-unsaved-dirty]").forEach((form) => dirty.add(form));
  }

  document.addEventListener("input", touched);
  document.addEventListener("change", touched);
  document.addEventListener("reset", (event) => dirty.delete(event.target));
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) dirty.delete(event.target);
  });
  document.addEventListener("DOMContentLoaded", () => findDirty(document));
  document.addEventListener("htmx:afterSettle", () => findDirty(document));

  // Drafts kept in this browser (plans.js) are their writer's: who logs out leaves none behind on a shared computer.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !event.target.matches("form[data-log-out]")) return;
    Object.keys(localStorage)
      .filter((key) => key.startsWith("pejling-draft:"))
      .forEach((key) => localStorage.removeItem(key));
  });

  // The browser asks in its own words when the whole page is left.
  window.addEventListener("beforeunload", (event) => {
    if (waiting().length) event.preventDefault();
  });

  // htmx replaces a part of the page without leaving it: here the form's own words ask.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const target = event.detail.target;
    const lost = waiting().find((form) => form !== event.detail.elt && target && target.contains(form));
    if (!lost) return;
    if (window.confirm(lost.dataset.unsaved || document.body.dataset.unsavedWords)) dirty.delete(lost);
    else event.preventDefault();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) dirty.delete(event.detail.elt);
  });

  // Nothing came through: who pressed the button is told beside it, since the page stays as it was.
  function unsent() {
    return document.getElementById("pj-unsent");
  }
  function tellUnsent(event) {
    if (unsent()) unsent().remove();
    const box = document.createElement("div");
    box.id = "pj-unsent";
    box.className = "alert alert-error alert--paragraph";
    box.setAttribute("role", "alert");
    const body = document.createElement("div");
    body.className = "alert-body";
    const text = document.createElement("p");
    text.className = "alert-text";
    text.textContent = document.body.dataset.unsentWords;
    body.append(text);
    box.append(body);
    const from = event.detail.elt;
    const form = from && from.closest && from.closest("form");
    const buttons = form && form.querySelector(".pj-form-buttons");
    if (buttons) buttons.before(box);
    else if (form) form.append(box);
    else document.getElementById("main-content").prepend(box);
    box.scrollIntoView({ block: "nearest" });
    // Sent away once, the form counted as saved: it is not.
    if (form && form.matches("[data-unsaved]")) dirty.add(form);
  }
  document.addEventListener("htmx:sendError", tellUnsent);
  document.addEventListener("htmx:timeout", tellUnsent);
  document.addEventListener("htmx:afterSettle", () => unsent() && unsent().remove());
})();
