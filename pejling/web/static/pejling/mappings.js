// Show the form anew where another column has other values to be given meanings. Without script the button does it.
(function () {
  "use strict";
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.form && field.hasAttribute && field.hasAttribute("data-redraws")) window.htmx.trigger(field.form, "redraw");
  });
})();
