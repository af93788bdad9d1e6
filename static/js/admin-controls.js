// What the back office's templates leave out: names for those who listen, keys for those without a mouse.
(function () {
  "use strict";

  var NAMES = {
    close: "关闭",
    dock_to_right: "收起或展开左边的栏目",
    how_to_vote: "今日工作",
    more_horiz: "更多操作",
    more_vert: "更多操作",
    search: "查找",
  };
  var ICON = ".material-symbols-outlined";
  var NATIVE = "a[href], button, input, select, textarea, summary";

  function wordsOf(control) {
    var copy = control.cloneNode(true);
    copy.querySelectorAll(ICON).forEach(function (icon) {
      icon.remove();
    });
    return control.matches(ICON) ? "" : copy.textContent.trim();
  }

  function nameControl(control) {
    var icon = control.matches(ICON) ? control : control.querySelector(ICON);
    var name = icon && NAMES[icon.textContent.trim()];
    if (name && !wordsOf(control) && !control.title && !control.hasAttribute("aria-label")) {
      control.setAttribute("aria-label", name);
    }
  }

  // An icon is a word of English in a special face: it is not to be read out.
  function hideIcon(icon) {
    var control = icon.closest("a, button, [role=button]");
    var hasName = control && (wordsOf(control) || control.title || control.hasAttribute("aria-label"));
    if (icon !== control && (!control || hasName)) {
      icon.setAttribute("aria-hidden", "true");
    }
  }

  function onKey(event) {
    if (event.target === event.currentTarget && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      event.currentTarget.click();
    }
  }

  function makeButton(element) {
    element.setAttribute("role", "button");
    element.tabIndex = 0;
    element.addEventListener("keydown", onKey);
  }

  function isLikeAButton(element) {
    return element.hasAttribute("x-on:click") && !element.closest(NATIVE) && !element.querySelector(NATIVE);
  }

  document.addEventListener("DOMContentLoaded", function () {
    var main = document.getElementById("main");
    if (main) {
      main.setAttribute("role", "main");
    }
    Array.from(document.querySelectorAll(".cursor-pointer, " + ICON)).filter(isLikeAButton).forEach(makeButton);
    document.querySelectorAll("a, button, [role=button]").forEach(nameControl);
    document.querySelectorAll(ICON).forEach(hideIcon);
  });

  // Unfold writes the chosen file's name into a box of text that our boxes for files don't have:
  // the browser itself says how many were chosen.
  document.addEventListener("change", function (event) {
    if (event.target.matches(".files-input input[type=file]")) {
      event.stopPropagation();
    }
  }, true);

  // Made by a script at the same time, with an English name; a part that scrolls is no landmark.
  window.addEventListener("load", function () {
    document.querySelectorAll("[aria-label='scrollable content']").forEach(function (part) {
      part.setAttribute("role", "group");
      part.setAttribute("aria-label", "可以滚动的部分");
    });
  });
})();
