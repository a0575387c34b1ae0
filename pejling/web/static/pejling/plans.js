// A lost connection loses no words: what is written in <form data-draft="key"> is kept in this browser until it is
// saved, and put back (with a notice, and a way to undo it) when the form is opened again. Nothing here is sent anywhere.
(function () {
  "use strict";
  const PREFIX = "pejling-draft:";
  const KEEP = 14 * 24 * 3600 * 1000;
  let leaving = "";

  function keyOf(form) {
    return PREFIX + form.dataset.draft;
  }

  function values(form) {
    const found = {};
    new FormData(form).forEach((value, name) => {
      if (name === "csrfmiddlewaretoken" || typeof value !== "string") return;
      // Several boxes may go by one name.
      found[name] = name in found ? [].concat(found[name], value) : value;
    });
    return found;
  }

  function keep(form) {
    try {
      localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), values: values(form) }));
    } catch (error) {
      // A full or forbidden storage: the form still warns before it is left.
    }
  }

  function drop(form) {
    try {
      localStorage.removeItem(keyOf(form));
    } catch (error) {
      // Nothing was kept.
    }
  }

  function kept(form) {
    try {
      const found = JSON.parse(localStorage.getItem(keyOf(form)) || "null");
      return found && Date.now() - found.at < KEEP ? found.values : null;
    } catch (error) {
      return null;
    }
  }

  function fill(form, wanted) {
    Array.from(form.elements).forEach((field) => {
      if (!field.name || field.type === "hidden" || field.name === "csrfmiddlewaretoken") return;
      if (field.type === "checkbox") field.checked = [].concat(wanted[field.name] ?? []).includes(field.value);
      else if (field.name in wanted) field.value = wanted[field.name];
    });
    // The marks of what was begun with go along: if somebody else has written since, both texts are shown.
    Array.from(form.elements).forEach((field) => {
      const mark = field.name === "was" || field.name === "revision" || field.name.startsWith("was-");
      if (field.type === "hidden" && mark && field.name in wanted) field.value = wanted[field.name];
    });
  }

  function notice(form, before) {
    const box = document.createElement("div");
    box.className = "alert alert-info alert--paragraph";
    box.setAttribute("role", "status");
    const body = document.createElement("div");
    body.className = "alert-body";
    const text = document.createElement("p");
    text.className = "alert-text";
    text.textContent = form.dataset.draftWords + " ";
    const undo = document.createElement("button");
    undo.type = "button";
    undo.className = "pj-link";
    undo.textContent = form.dataset.draftUndo;
    undo.addEventListener("click", () => {
      fill(form, before);
      drop(form);
      box.remove();
      form.dispatchEvent(new Event("reset"));
    });
    text.append(undo);
    body.append(text);
    box.append(body);
    form.prepend(box);
    for (let more = form.closest("details"); more; more = more.parentElement.closest("details")) more.open = true;
  }

  function open(root) {
    root.querySelectorAll("form[data-draft]:not([data-draft-open])").forEach((form) => {
      form.dataset.draftOpen = "yes";
      if (form.hasAttribute("data-unsaved-dirty")) {
        keep(form);
        return;
      }
      const found = kept(form);
      const before = values(form);
      if (found && Object.keys(found).some((name) => !/^(was|revision)(-|$)/.test(name) && String(found[name]) !== String(before[name]))) {
        fill(form, found);
        notice(form, before);
        form.dispatchEvent(new Event("input", { bubbles: true }));
      }
    });
  }

  function forms() {
    return Array.from(document.querySelectorAll("form[data-draft]"));
  }

  document.addEventListener("input", (event) => {
    const form = event.target.closest && event.target.closest("form[data-draft]");
    if (form) keep(form);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("[data-draft-drop]");
    const form = link && link.closest("form[data-draft]");
    if (form) drop(form);
  });
  // Saved by htmx: the answer was no error, and no form with the same key has come. Saved without it: the page that
  // came of the sending, at once, isn't the form. An error page, or one opened later, says nothing: the words stay.
  const AT_ONCE = 5000;
  document.addEventListener("submit", (event) => {
    leaving = event.target.matches && event.target.matches("form[data-draft]") ? keyOf(event.target) : "";
    if (leaving) sessionStorage.setItem("pejling-sent", JSON.stringify({ key: leaving, at: Date.now() }));
  });
  function sentNow() {
    try {
      return JSON.parse(sessionStorage.getItem("pejling-sent") || "null");
    } catch (error) {
      return null;
    }
  }
  function saved(answered) {
    const sent = sentNow();
    if (!sent) return;
    sessionStorage.removeItem("pejling-sent");
    if (!forms().some((form) => keyOf(form) === sent.key) && answered(sent)) localStorage.removeItem(sent.key);
  }
  document.addEventListener("DOMContentLoaded", () => {
    saved((sent) => Math.abs(performance.timeOrigin - sent.at) < AT_ONCE);
    open(document);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const answer = event.detail.xhr;
    if (event.detail.elt) {
      saved(() => Boolean(answer) && answer.status < 400);
      open(document);
    }
    // Whoever works by the keyboard goes on where the form was.
    const part = event.detail.target && document.getElementById(event.detail.target.id);
    if (!part || document.activeElement !== document.body) return;
    // What must be looked at comes first: a field with an error, or one that somebody else has written in.
    const fields = ":is(input:not([type=hidden]), textarea, select)";
    const asked = part.querySelector(`form[data-draft] :is(.form-error, :has(> .pj-theirs)) ${fields}`);
    const field = asked || part.querySelector(`form[data-draft] ${fields}, [data-edit]`);
    if (field) field.focus();
  });
  document.addEventListener("htmx:sendError", () => sessionStorage.removeItem("pejling-sent"));
})();
