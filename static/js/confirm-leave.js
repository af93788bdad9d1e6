// Asks before a form with unsaved words is left: <form data-confirm-leave>.
(() => {
  for (const form of document.querySelectorAll("form[data-confirm-leave]")) {
    let touched = false;
    form.addEventListener("input", () => { touched = true; });
    form.addEventListener("submit", () => { touched = false; });
    window.addEventListener("beforeunload", (event) => {
      if (touched) event.preventDefault();
    });
  }
})();
