// Saves a draft while it is written (<form data-proposal-draft>), and keeps on this phone what
// could not be sent: no network, an expired login, a closed page. Every page with [data-unsent]
// sends what is kept as soon as it is open. Only what changed is sent, with the version that it
// was written on; a sending whose answer was lost is repeated word for word, which the server
// knows to be no change. Entries go with logout (js/keep-draft.js), like other drafts.
(() => {
  const PREFIX = "portal-draft:proposal-";
  const QUIET = 3000; // ms after the last key
  const PATIENCE = 20000; // ms for an answer
  const place = document.querySelector("[data-unsent]");
  if (!place) return;
  const told = place.querySelector("[data-unsent-told]");
  const form = document.querySelector("form[data-proposal-draft]");
  let store = null;
  try {
    store = window.localStorage;
    store.getItem(PREFIX);
  } catch {
    store = null; // switched off in this browser: saved while there is a network
  }

  const nameOf = (entry) => PREFIX + (entry.key || entry.id);
  function keep(entry) {
    entry.at = Date.now();
    try {
      store?.setItem(nameOf(entry), JSON.stringify(entry));
    } catch {
      // full: it is still on the page
    }
  }
  function drop(entry) {
    store?.removeItem(PREFIX + entry.key);
    store?.removeItem(PREFIX + entry.id);
  }
  function kept() {
    if (!store) return [];
    return Object.keys(store)
      .filter((name) => name.startsWith(PREFIX))
      .map((name) => {
        try {
          return JSON.parse(store.getItem(name));
        } catch {
          return null;
        }
      })
      .filter((entry) => entry?.values && entry.writer === place.dataset.writer);
  }

  const plain = (text) => String(text ?? "").replace(/\r\n/g, "\n").trim();
  const differing = (values, base) =>
    Object.fromEntries(Object.entries(values).filter(([name, text]) => plain(text) !== plain(base[name])));
  const isSame = (one, other) => !Object.keys(differing(one, other)).length;

  // Gives what became of it: saved, offline, login, conflict, gone, refused.
  async function send(entry) {
    entry.sending = entry.sending || differing(entry.values, entry.base);
    if (!Object.keys(entry.sending).length && entry.id) {
      entry.sending = null;
      return { state: "saved" };
    }
    keep(entry);
    const body = new URLSearchParams({
      csrfmiddlewaretoken: place.querySelector("[name=csrfmiddlewaretoken]").value,
      draft_key: entry.key || "",
      proposal: entry.id || "",
      seen_version: entry.version || 0,
      writer: entry.writer,
      ...entry.sending,
    });
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(place.dataset.save, {
        method: "POST",
        body,
        redirect: "manual",
        signal: stop.signal,
        keepalive: body.toString().length < 60000,
      });
      if (answer.status >= 500) return { state: "offline" };
      if (answer.type === "opaqueredirect") return { state: "login" };
      const said = await answer.json().catch(() => ({}));
      if (answer.status === 409) return { state: "conflict", ...said };
      if (answer.status === 404) return { state: "gone", ...said };
      if (answer.status === 403) return { state: said.message ? "refused" : "login", ...said };
      if (!answer.ok) return { state: "refused", ...said };
      entry.base = { ...entry.base, ...entry.sending };
      entry.sending = null;
      entry.id = said.id;
      entry.version = said.version;
      return { state: "saved", ...said };
    } catch {
      return { state: "offline" };
    } finally {
      clearTimeout(timer);
    }
  }

  // What other pages left behind ------------------------------------------------------------
  async function sendKept(except) {
    for (const entry of kept()) {
      // What is stored and waits for its button stays; what a page refused may be good by now.
      if (entry.holds && entry.id) continue;
      if (nameOf(entry) === except || (form && entry.id && entry.id === form.dataset.id)) continue;
      const answer = await send(entry);
      // It has no number of its own here, and yet is stored: the refused page was sent again.
      if (answer.state === "conflict" && entry.holds) drop(entry);
      if (answer.state === "gone" && entry.id) tellGone(entry);
      if (answer.state !== "saved") continue;
      const more = !isSame(entry.values, entry.base);
      const last = more ? await send(entry) : answer;
      if (last.state !== "saved") continue;
      drop(entry);
      tellSaved({ ...answer, ...last });
    }
  }
  function tellSaved(answer) {
    if (!answer.edit) return;
    const line = document.createElement("p");
    line.append("上次没有保存的，现在已经保存：");
    const link = document.createElement("a");
    link.href = answer.edit;
    link.textContent = answer.title || "接着写";
    line.append(link, "。");
    told.append(line);
    told.hidden = false;
  }

  // Its draft was deleted elsewhere: the words are shown here until the writer is done with them.
  function tellGone(entry) {
    const box = document.createElement("details");
    box.className = "more";
    const head = document.createElement("summary");
    head.textContent = `草稿“${plain(entry.values.title) || "没有案由"}”已经在别处删除，没有网络时写的没有保存`;
    box.append(head);
    for (const name of ["grounds", "measures"]) {
      if (!plain(entry.values[name])) continue;
      const text = document.createElement("p");
      text.textContent = entry.values[name];
      box.append(text);
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet button--small";
    button.textContent = "不要了";
    button.addEventListener("click", () => {
      drop(entry);
      box.remove();
    });
    box.append(button);
    told.append(box);
    told.hidden = false;
  }

  for (const gone of document.querySelectorAll("form[data-forget-proposal]")) {
    gone.addEventListener("submit", () => {
      for (const entry of kept()) if (entry.id === gone.dataset.forgetProposal) drop(entry);
    });
  }
  if (!form) {
    sendKept("");
    window.addEventListener("online", () => sendKept(""));
    return;
  }

  // The page on which it is written -----------------------------------------------------------
  const state = form.querySelector("[data-draft-state]");
  const key = form.elements.draft_key;
  const version = form.elements.seen_version;
  const names = ["kind", "title", "grounds", "measures", "occasion", "category", "may_be_public"];
  const isBox = (name) => form.elements[name]?.type === "checkbox";
  const read = () =>
    Object.fromEntries(
      names.map((name) => [name, isBox(name) ? (form.elements[name].checked ? "on" : "") : form.elements[name]?.value ?? ""]),
    );
  function fill(values) {
    for (const [name, text] of Object.entries(values)) {
      if (isBox(name)) form.elements[name].checked = Boolean(text);
      else if (form.elements[name]) form.elements[name].value = text;
    }
  }
  const shown = read();
  const holds = "holds" in form.dataset;
  let entry = { key: key.value, id: form.dataset.id || "", version: Number(version.value) || 0, writer: place.dataset.writer, values: shown, base: shown, sending: null, holds };
  let timer = 0;
  let wait = 5000;
  let running = null;
  let stopped = "over" in form.dataset;

  function say(text, kind, link) {
    state.hidden = false;
    state.dataset.kind = kind || "";
    if (state.dataset.text === text) return;
    state.dataset.text = text;
    state.textContent = text;
    if (link) {
      const button = document.createElement(link.href ? "a" : "button");
      button.textContent = link.text;
      if (link.href) button.href = link.href;
      else {
        button.type = "button";
        button.className = "button-link";
        button.addEventListener("click", link.press);
      }
      state.append(button);
    }
  }
  const OFFLINE = "还没有保存：没有网络，写的都留在这台设备上，连上以后自动保存。";
  const UNANSWERED = "还没有保存：现在连不上，写的都留在这台设备上，过一会儿自动再试。";
  const FILES = "选好的照片和文件，按“保存草稿”以后才交上去。";
  const hasFiles = () => [...form.querySelectorAll("input[type=file]")].some((box) => box.files.length);
  const isDirty = () => Boolean(entry.sending) || !isSame(entry.values, entry.base);
  const hasWords = () => Boolean(entry.id) || ["title", "grounds", "measures"].some((name) => plain(entry.values[name]));

  function later(ms) {
    clearTimeout(timer);
    timer = setTimeout(save, ms);
  }

  async function save() {
    clearTimeout(timer);
    if (running) return running;
    if (stopped || holds || !isDirty() || !hasWords()) return { state: "nothing" };
    if (navigator.onLine === false) {
      say(OFFLINE, "warn");
      return { state: "offline" };
    }
    say("正在保存……", "");
    running = send(entry);
    const answer = await running;
    running = null;
    heard(answer);
    return answer;
  }

  function heard(answer) {
    if (answer.state === "saved") {
      wait = 5000;
      version.value = entry.version;
      if (answer.edit && form.dataset.id !== entry.id) {
        form.dataset.id = entry.id;
        form.action = answer.edit;
        history.replaceState(null, "", answer.edit);
      }
      if (isDirty()) {
        keep(entry);
        later(QUIET);
      } else {
        drop(entry);
      }
      if (answer.at && hasFiles()) say(`文字已保存 ${answer.at}。${FILES}`, "warn");
      else if (answer.at) say(`已保存 ${answer.at}`, "good");
    } else if (answer.state === "offline") {
      keep(entry);
      say(navigator.onLine === false ? OFFLINE : UNANSWERED, "warn");
      later(wait);
      wait = Math.min(wait * 2, 60000);
    } else if (answer.state === "login") {
      keep(entry);
      const next = encodeURIComponent(location.pathname);
      say("还没有保存：登录已经过期。写的都留在这台设备上，登录以后接着写。", "warn", { text: "去登录", href: `${place.dataset.login}?next=${next}` });
    } else if (answer.state === "conflict") {
      stopped = true;
      say(`没有保存：${answer.message}您在这里写的都还在。`, "warn", { text: "比一比，再保存", press: () => submitNow() });
    } else if (answer.state === "gone") {
      stopped = true;
      say("没有保存：这份草稿已经在别处删除。您写的还在这一页，可以抄下来。", "warn");
    } else {
      entry.sending = null;
      say(`还没有保存：${answer.message || "请刷新这一页再试。"}`, "warn");
    }
  }

  function touched() {
    entry.values = read();
    if (!isDirty() || (!hasWords() && !entry.sending)) {
      drop(entry); // taken back, or all of it deleted before anything was stored
      clearTimeout(timer);
      if (!stopped && !hasFiles()) say(entry.id && !holds ? "没有要保存的改动" : "", entry.id ? "good" : "");
      state.hidden = !state.textContent;
      return;
    }
    keep(entry);
    if (holds) say("改动还没有保存，先留在这台设备上。", "warn");
    else if (!stopped) {
      if (state.dataset.kind !== "warn") say("还没有保存", "");
      later(QUIET);
    }
  }

  // What this phone has of this draft: put back, or compared where it was saved from elsewhere.
  function restore() {
    if (stopped) return;
    if ("typed" in form.dataset) {
      // The page has come back with what was typed: nothing of it is known to be stored. Beside
      // another version it waits for its button, however often the page is opened.
      entry.base = {};
      if ("conflict" in form.dataset) entry.version = 0;
      keep(entry);
      return;
    }
    const own = kept().find((each) => (entry.id ? each.id === entry.id || each.key === entry.key : !each.id));
    if (!own) return;
    if (own.left && entry.id && entry.version > own.version) {
      drop(own); // sent with its button, and stored
      return;
    }
    if (!entry.id && own.holds) {
      reopen(own);
      return;
    }
    const lost = own.sending ? { ...own.base, ...own.sending } : null;
    if (isSame(own.values, shown)) {
      drop(own);
      return;
    }
    fill(own.values);
    if (!entry.id || own.version === entry.version || (lost && isSame(lost, shown))) {
      if (!entry.id) key.value = own.key;
      entry = { ...own, version: entry.version, base: shown, sending: null, holds };
      if (!entry.id && own.sending) entry.sending = own.sending;
      say("上次写的还没有保存，已经放回这一页。", "warn");
      touched();
      if (!holds) later(300);
    } else {
      stopped = true;
      entry = { ...own, holds };
      version.value = own.version;
      heard({ state: "conflict", message: "这份草稿在别的手机或电脑上改过。" });
    }
  }

  // A page that was refused, left, and perhaps sent again: stored by now, or put back here.
  async function reopen(own) {
    const answer = await send(own);
    if (answer.state === "saved" || answer.state === "conflict") {
      drop(own);
      tellSaved(answer);
      return;
    }
    if (hasWords()) return; // something new is being written here meanwhile
    fill(own.values);
    key.value = own.key;
    entry = { ...own, base: shown, sending: null, holds: false };
    entry.values = read();
    keep(entry);
    heard(answer);
  }

  let passes = false;
  let waits = false;
  // Not at once: a form that is just announcing one submission can't be submitted again.
  function submitNow(button) {
    setTimeout(() => {
      passes = true;
      form.requestSubmit(button || form.querySelector("button[type=submit][value='']"));
    });
  }
  form.addEventListener("submit", async (event) => {
    entry.values = read();
    if (passes || (navigator.onLine !== false && !running && !isDirty())) {
      passes = true; // the files that were chosen go along: no need to warn of leaving
      if (holds && isDirty()) keep({ ...entry, left: true });
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const button = event.submitter;
    if (navigator.onLine === false) {
      keep(entry);
      say(OFFLINE, "warn");
      state.scrollIntoView({ block: "center" });
      return;
    }
    if (waits) return; // pressed twice
    waits = true;
    const answer = await save();
    // A first sending that was still under way may have left something behind.
    const last = isDirty() && answer.state === "saved" ? await save() : answer;
    waits = false;
    if (last.state === "offline" || last.state === "login") {
      state.scrollIntoView({ block: "center" });
      return;
    }
    submitNow(button);
  });

  form.addEventListener("input", touched);
  form.addEventListener("change", (event) => {
    if (event.target.type === "file") say(FILES, "warn");
    else touched();
  });
  form.addEventListener("focusout", () => {
    if (isDirty() && state.dataset.kind !== "warn") later(0);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) save();
  });
  window.addEventListener("online", () => {
    wait = 5000;
    save();
  });
  window.addEventListener("offline", () => {
    if (isDirty()) say(OFFLINE, "warn");
  });
  window.addEventListener("pageshow", () => {
    passes = waits = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (hasFiles() && !passes) event.preventDefault();
  });

  restore();
  sendKept(nameOf(entry));
  window.addEventListener("online", () => sendKept(nameOf(entry)));
})();
