// Moves the bar of <div data-progress="address">, and shows the finished page once it is over.
(() => {
  const box = document.querySelector("[data-progress]");
  if (!box) return;
  const bar = box.querySelector("progress");
  const [status, text, hint] = ["status", "text", "hint"].map((name) => box.querySelector(`[data-${name}]`));
  const put = (element, words) => {
    if (element.textContent !== words) element.textContent = words;
  };
  const again = (seconds) => setTimeout(ask, seconds * 1000);

  const ask = async () => {
    if (document.hidden) return again(2);
    try {
      // The header: a page left open is nobody at work, and keeps no login alive.
      const answer = await fetch(box.dataset.progress, { headers: { "X-Asked-By-Page": "1" } });
      // Logged out meanwhile, or no longer allowed: the server says so on a page.
      if (answer.redirected || !answer.ok) return location.reload();
      const progress = await answer.json();
      if (progress.is_over) return location.reload();
      put(status, progress.status);
      put(text, progress.text);
      put(hint, progress.hint);
      hint.hidden = !progress.hint;
      bar.hidden = !progress.has_begun;
      if (progress.total) {
        bar.max = progress.total;
        bar.value = progress.done;
      } else {
        bar.removeAttribute("value");
      }
      return again(1);
    } catch {
      return again(5); // the server is being started again
    }
  };
  again(1);
})();
