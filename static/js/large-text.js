// Switches between normal and large text without loading the page again.
// Without this file the same link sets the same cookie through the server.
(() => {
  const link = document.querySelector("[data-text-size]");
  if (!link) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const large = document.documentElement.classList.toggle("text-large");
    const year = 365 * 24 * 60 * 60;
    const home = new URL("..", link.href).pathname;
    const size = large ? "large" : "normal";
    document.cookie = `text=${size}; path=${home}; max-age=${year}; samesite=lax`;
    const next = large ? "normal" : "large";
    link.textContent = large ? link.dataset.normalLabel : link.dataset.largeLabel;
    const address = new URL(link.href);
    address.searchParams.set("size", next);
    link.href = address;
  });
})();
