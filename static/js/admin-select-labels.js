// Boxes that search while one types are built by a script that forgets their names.
(function () {
  "use strict";

  function nameBoxes(root) {
    root.querySelectorAll("select.select2-hidden-accessible").forEach(function (select) {
      var label = select.labels && select.labels[0];
      var name = (label && label.textContent.trim()) || select.getAttribute("aria-label");
      var box = select.nextElementSibling;
      if (!name || !box) {
        return;
      }
      box.querySelectorAll("[role=combobox], [role=textbox], [role=searchbox]").forEach(function (part) {
        part.setAttribute("aria-label", name.replace(/\s*\*$/, ""));
      });
    });
  }

  window.addEventListener("load", function () { nameBoxes(document); });
  document.addEventListener("formset:added", function (event) {
    window.setTimeout(function () { nameBoxes(event.target); }, 0);
  });
})();
