// Keeps on this phone what is typed into <form data-draft="task-x7k2-3">, in case the network
// fails or the page is closed by accident, and offers it when the form is opened again. The key
// names the record and its version, not the person. Drafts go when the form was taken, at logout,
// and after a month. Never on public forms: other people use that computer next.
(() => {
  const PREFIX = "portal-draft:";
  const SENT = "portal-draft-sent"; // in this tab: the draft whose answer comes next
  const MONTH = 30 * 24 * 60 * 60 * 1000;
  const TYPED = "textarea, select, input:not([type]), input[type=text], input[type=date], input[type=number], input[type=tel]";

  let store;
  let tab;
  try {
    store = window.localStorage;
    tab = window.sessionStorage;
    store.getItem(PREFIX);
  } catch {
    return; // switched off in this browser
  }

  function read(key) {
    try {
      return JSON.parse(store.getItem(key));
    } catch {
      return null;
    }
  }

  function write(key, draft) {
    try {
      store.setItem(key, JSON.stringify(draft));
    } catch {
      // full: nothing is kept, and nothing breaks
    }
  }

  const drafts = () => Object.keys(store).filter((key) => key.startsWith(PREFIX));
  for (const key of drafts()) {
    const draft = read(key);
    if (!draft || Date.now() - draft.at > MONTH) store.removeItem(key);
  }
  const sent = tab.getItem(SENT);
  if (sent && !document.querySelector("[data-draft-waits]")) {
    if (document.querySelector(".message--success")) store.removeItem(sent);
    tab.removeItem(SENT);
  }
  for (const form of document.querySelectorAll("form[data-forget-drafts]")) {
    form.addEventListener("submit", () => drafts().forEach((key) => store.removeItem(key)));
  }

  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const key = PREFIX + form.dataset.draft;
  const offer = form.querySelector("[data-draft-offer]");
  const boxes = () => [...form.querySelectorAll(TYPED)].filter((box) => box.name);
  const values = () => Object.fromEntries(boxes().map((box) => [box.name, box.value]));
  let waiting = 0;

  function keep() {
    clearTimeout(waiting);
    waiting = 0;
    write(key, { at: Date.now(), values: values() });
  }

  const draft = read(key);
  const differs = draft && boxes().some((box) => box.name in draft.values && box.value !== draft.values[box.name]);
  if ("draftNow" in form.dataset) {
    keep(); // the page has come back with what was typed
  } else if (differs && offer) {
    offer.hidden = false;
    offer.querySelector("[data-draft-take]").addEventListener("click", () => {
      offer.hidden = true;
      for (const box of boxes()) if (box.name in draft.values) box.value = draft.values[box.name];
      form.dispatchEvent(new Event("input", { bubbles: true }));
      boxes()[0].focus();
    });
    offer.querySelector("[data-draft-drop]").addEventListener("click", () => {
      offer.hidden = true;
      store.removeItem(key);
    });
  }

  form.addEventListener("input", () => {
    if (!waiting) waiting = setTimeout(keep, 300);
  });
  window.addEventListener("pagehide", () => {
    if (waiting) keep();
  });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    keep();
    tab.setItem(SENT, key);
  });
})();
