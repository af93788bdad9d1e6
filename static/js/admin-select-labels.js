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

  // The cross that empties a box speaks English and stands in the list of what was chosen.
  function nameCross(cross) {
    cross.title = cross.classList.contains("select2-selection__clear") ? "清空" : "去掉";
    cross.setAttribute("aria-label", cross.title);
    var list = cross.parentNode;
    if (list && list.tagName === "UL") {
      list.parentNode.insertBefore(cross, list);
    }
  }

  function nameCrosses(node) {
    var crosses = ".select2-selection__clear, .select2-selection__choice__remove";
    if (node.matches(crosses)) {
      nameCross(node);
    }
    node.querySelectorAll(crosses).forEach(nameCross);
  }

  // They come and go with rows that are added, so each is named when it appears.
  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      change.addedNodes.forEach(function (node) {
        if (node.nodeType !== Node.ELEMENT_NODE) {
          return;
        }
        if (node.matches(".select2-container")) {
          nameBox(node);
        }
        nameCrosses(node);
      });
    });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
