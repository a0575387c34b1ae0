// Before a reader is logged out for want of a sign of life: a warning with "stay logged in". Typing counts as a sign of
// life. Where the session has ended all the same, the page is covered (it may show students) but not thrown away: after
// logging in again in another tab, what stood half written can still be sent.
(function () {
  "use strict";
  const WARN = 120; // seconds before the end
  const PING = 90; // seconds between signs of life while somebody types
  const place = document.getElementById("idle");
  if (!place || typeof HTMLDialogElement === "undefined") return;
  const address = place.dataset.session;
  const warning = document.getElementById("idle-warning");
  const ended = document.getElementById("idle-ended");
  let timer = 0;
  let pinged = Date.now();
  let active = false;

  function ask(method) {
    const options = { method, credentials: "same-origin", redirect: "manual", headers: { Accept: "application/json" } };
    if (method === "POST") options.headers["X-CSRFToken"] = token();
    return fetch(address, options).then((answer) => (answer.ok ? answer.json() : null));
  }

  function token() {
    const field = document.querySelector("input[name=csrfmiddlewaretoken]");
    return field ? field.value : "";
  }

  function renew(value) {
    // Logging in anew makes the tokens of open forms worthless: they get the new one.
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => { field.value = value; });
    document.querySelectorAll("[hx-headers]").forEach((element) => {
      try {
        const headers = JSON.parse(element.getAttribute("hx-headers"));
        if ("X-CSRFToken" in headers) {
          headers["X-CSRFToken"] = value;
          element.setAttribute("hx-headers", JSON.stringify(headers));
        }
      } catch (error) { /* not ours */ }
    });
  }

  function open(dialog) {
    [warning, ended].forEach((other) => other !== dialog && other.open && other.close());
    if (dialog && !dialog.open) dialog.showModal();
    document.body.classList.toggle("pj-covered", dialog === ended);
  }

  function plan(left) {
    clearTimeout(timer);
    timer = setTimeout(look, Math.max(1, Math.min(left - WARN, 3600)) * 1000);
  }

  function react(said) {
    if (!said) { open(ended); return; }
    if (said.user !== place.dataset.user) { location.reload(); return; }
    renew(said.token);
    if (said.left > WARN + 5) {
      open(null);
      plan(said.left);
      return;
    }
    const until = new Date(Date.now() + said.left * 1000);
    warning.querySelector("time").textContent = String(until.getHours()).padStart(2, "0") + "." + String(until.getMinutes()).padStart(2, "0");
    open(warning);
    clearTimeout(timer);
    timer = setTimeout(look, Math.max(1, said.left + 1) * 1000);
  }

  function look() {
    // Another tab may have kept the session alive: the server knows.
    ask("GET").then(react).catch(() => plan(WARN + 30));
  }

  function stay() {
    pinged = Date.now();
    active = false;
    return ask("POST").then(react).catch(() => plan(WARN + 30));
  }

  document.addEventListener("input", () => {
    active = true;
    if (!warning.open && !ended.open && Date.now() - pinged > PING * 1000) stay();
  });
  document.getElementById("idle-stay").addEventListener("click", stay);
  document.getElementById("idle-back").addEventListener("click", look);
  // Escape closes a dialog: of the warning that means staying; the cover stays.
  warning.addEventListener("cancel", (event) => { event.preventDefault(); stay(); });
  ended.addEventListener("cancel", (event) => event.preventDefault());
  document.addEventListener("visibilitychange", () => { if (!document.hidden && (ended.open || active)) look(); });
  window.addEventListener("focus", () => { if (ended.open) look(); });
  plan(Number(place.dataset.left));
})();
