// Ask a security key (WebAuthn) and send what it answers with the form.
(function () {
  "use strict";
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  function create(options) {
    return navigator.credentials.create({ publicKey: {
      ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: known(options.excludeCredentials),
    } });
  }

  function get(options) {
    return navigator.credentials.get({ publicKey: {
      ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials),
    } });
  }

  function asJson(credential) {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  }

  document.querySelectorAll("form[data-key]").forEach((form) => {
    const options = JSON.parse(document.getElementById(form.dataset.options).textContent).publicKey;
    const ask = form.dataset.key === "create" ? create : get;
    const failed = form.querySelector("[data-key-failed]");
    function begin() {
      failed.hidden = true;
      if (!window.PublicKeyCredential) { failed.hidden = false; return; }
      ask(options).then((credential) => {
        form.elements.credential.value = asJson(credential);
        form.submit();
      }).catch(() => { failed.hidden = false; });
    }
    form.querySelector("button[type=button]").addEventListener("click", begin);
    form.addEventListener("submit", (event) => { event.preventDefault(); begin(); });
  });
})();
