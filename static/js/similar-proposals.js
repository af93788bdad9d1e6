// Below the title: what is about the same, of this and past years, while the title is typed.
(() => {
  const place = document.querySelector("[data-similar]");
  const title = document.querySelector("#id_title");
  if (!place || !title) return;
  const FEWEST = 4;
  let timer = 0;
  let asked = "";
  let stop = null;

  async function ask() {
    const text = title.value.trim();
    if (text === asked) return;
    asked = text;
    stop?.abort();
    if ([...text].length < FEWEST) {
      place.replaceChildren();
      return;
    }
    stop = new AbortController();
    try {
      const answer = await fetch(`${place.dataset.similar}?q=${encodeURIComponent(text)}`, { redirect: "manual", signal: stop.signal });
      if (answer.ok) place.innerHTML = await answer.text();
    } catch {
      // no network, or a newer question: nothing is shown
    }
  }
  title.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 300);
  });
  if (title.value) ask();
})();
