// The portal's one script: how long and how far a page was read, sent as running totals,
// and two comforts. Everything on the page works without it.

const page = document.querySelector<HTMLElement>("[data-view]");
if (page?.dataset["view"] && page.dataset["beacon"]) follow(page, page.dataset["view"], page.dataset["beacon"]);

// Where the ways do not fit in one line, the one that is open is in sight.
const open = document.querySelector<HTMLElement>(".nav > ul > li > [aria-current]");
if (open?.parentElement?.parentElement) open.parentElement.parentElement.scrollLeft = open.offsetLeft - 60;

/** Totals are repeated whole with a sequence, so lost, doubled or reordered reports do no harm. */
function follow(article: HTMLElement, view: string, address: string): void {
  const idleAfter = 60_000;
  let active = 0;
  let scrolled = 0;
  let scroll = 0;
  let sequence = 0;
  let sent = "";
  let since = performance.now();
  let touched = since;

  const heads = [...article.querySelectorAll(".prose :is(h1, h2, h3, h4, h5, h6)[id]")];
  const passed = new Set<number>();
  const seen = () => {
    const box = article.getBoundingClientRect();
    const share = box.height <= 0 ? 1 : (window.innerHeight - box.top) / box.height;
    scroll = Math.max(scroll, Math.min(1, Math.max(0, share)));
    heads.forEach((head, number) => { if (head.getBoundingClientRect().top < window.innerHeight) passed.add(number); });
  };
  const tick = () => {
    const now = performance.now();
    if (document.visibilityState === "visible" && now - touched < idleAfter) active += Math.min(now - since, 1_500);
    since = now;
  };
  /** The totals as they are now; nothing when there is nothing new. */
  const totals = () => {
    tick();
    seen();
    const now = `${Math.round(active)} ${Math.round(scroll * 100)} ${passed.size}`;
    if (now === sent) return undefined;
    sent = now;
    sequence += 1;
    return new Blob([JSON.stringify({
      view_id: view, sequence, active_ms: Math.round(active), scrolled_ms: Math.round(scrolled), scroll: Math.round(scroll * 100), headings: [...passed],
    })], { type: "application/json" });
  };
  const report = () => {
    const body = totals();
    if (body) navigator.sendBeacon(address, body);
  };
  const touch = () => { touched = performance.now(); };

  for (const kind of ["scroll", "pointermove", "pointerdown", "keydown"]) window.addEventListener(kind, touch, { passive: true });
  window.addEventListener("scroll", () => { tick(); scrolled = active; seen(); }, { passive: true });
  window.setInterval(tick, 1_000);
  window.setInterval(report, 10_000);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") report();
    else since = touched = performance.now();
  });
  window.addEventListener("pagehide", report);

  // "Mark as done" is judged by what was read until then, so that is reported first; if it cannot be, the form goes all the same.
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-reports]")) {
    form.addEventListener("submit", (event) => {
      const body = totals();
      if (!body) return;
      event.preventDefault();
      void fetch(address, { method: "POST", body, keepalive: true }).catch(() => undefined).then(() => { form.submit(); });
    });
  }
  seen();
}

// The contents list follows the reading.
const entries = new Map([...document.querySelectorAll<HTMLAnchorElement>(".toc a[href^='#']")].map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
if (entries.size > 0) {
  const heads = [...entries.keys()].map((id) => document.getElementById(id)).filter((head) => head !== null);
  const mark = () => {
    const current = heads.filter((head) => head.getBoundingClientRect().top < 140).at(-1) ?? heads[0];
    for (const [id, entry] of entries) entry.toggleAttribute("data-current", id === current?.id);
  };
  window.addEventListener("scroll", mark, { passive: true });
  mark();
}

// "/" goes to the search, unless one is writing.
document.addEventListener("keydown", (event) => {
  const target = event.target as HTMLElement;
  if (event.key !== "/" || event.ctrlKey || event.metaKey || target.closest("input, textarea, select, [contenteditable]")) return;
  const search = document.querySelector<HTMLInputElement>("input[type='search']");
  if (search) { event.preventDefault(); search.focus(); }
});

// A list with boxes is one's own: the ticks stay on this device.
const boxes = [...document.querySelectorAll<HTMLInputElement>(".prose .task-list-item > input[type='checkbox']")];
if (boxes.length > 0) {
  const place = `boxes:${location.pathname}`;
  const kept = new Set(JSON.parse(localStorage.getItem(place) ?? "[]") as string[]);
  for (const box of boxes) {
    const item = box.closest("li")!;
    // By its words, so that a tick survives a new version in which lines have moved.
    const words = item.textContent.trim();
    box.checked ||= kept.has(words);
    box.disabled = false;
    box.addEventListener("change", () => {
      if (box.checked) kept.add(words); else kept.delete(words);
      localStorage.setItem(place, JSON.stringify([...kept]));
    });
    // The line is as good as the box.
    item.addEventListener("click", (event) => {
      if (!(event.target as HTMLElement).closest("a, input, button") && getSelection()?.isCollapsed !== false) box.click();
    });
  }
}
