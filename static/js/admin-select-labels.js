// Boxes that search while one types are built by a script that forgets their names.
(function () {
  "use strict";

  function nameBox(box) {
    var select = box.previousElementSibling;
    if (!select || select.tagName !== "SELECT") {
      return;
    }
    var label = select.labels && select.labels[0];
    var name = (label && label.textContent.trim()) || select.getAttribute("aria-label") || "";
    box.querySelectorAll("[role=combobox], [role=textbox], [role=searchbox]").forEach(function (part) {
      part.setAttribute("aria-label", name.replace(/\s*\*$/, ""));
    });
  }

  // They come and go with rows that are added, so each is named when it appears.
  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      change.addedNodes.forEach(function (node) {
        if (node.nodeType === Node.ELEMENT_NODE && node.matches(".select2-container")) {
          nameBox(node);
        }
      });
    });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
