// Draw the pictures with hover texts where there is script; without, the server's own drawing stays.
(function () {
  "use strict";
  const options = {
    ast: true, // no eval: the Content-Security-Policy forbids it
    actions: false,
    renderer: "svg",
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
  };

  function draw(place) {
    if (place.dataset.drawn || typeof vegaEmbed === "undefined") return;
    place.dataset.drawn = "1";
    const still = place.querySelector("img");
    const stage = document.createElement("div");
    stage.setAttribute("role", "img");
    stage.setAttribute("aria-label", still ? still.alt : "");
    // A reader is told of the picture as a whole, and has the table; its single marks would only be noise.
    const drawing = document.createElement("div");
    drawing.setAttribute("aria-hidden", "true");
    stage.appendChild(drawing);
    fetch(place.dataset.picture, { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))))
      .then((specification) => {
        specification.width = "container";
        place.appendChild(stage);
        return vegaEmbed(drawing, specification, options);
      })
      .then(() => still && still.remove())
      .catch(() => stage.remove());
  }

  function drawAll(root) {
    root.querySelectorAll("[data-picture]").forEach(draw);
  }

  document.addEventListener("DOMContentLoaded", () => drawAll(document));
  document.addEventListener("htmx:afterSettle", () => drawAll(document));
})();
