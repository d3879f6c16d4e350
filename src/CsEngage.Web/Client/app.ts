// The staff's rooms: htmx for partial updates, and the few things that HTML cannot do by itself.
import "htmx.org";

interface HtmxRequest { ctx: { request: { headers: Record<string, string> } } }

document.addEventListener("htmx:config:request", (event) => {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content;
  if (token) (event as CustomEvent<HtmxRequest>).detail.ctx.request.headers["RequestVerificationToken"] = token;
});

// The side opens as a menu on narrow screens.
document.querySelector("[data-menu]")?.addEventListener("click", (event) => {
  const button = event.currentTarget as HTMLButtonElement;
  const open = button.closest(".side")?.classList.toggle("is-open") ?? false;
  button.setAttribute("aria-expanded", String(open));
});

// A select that is a choice, not a form field, acts when it is changed; without script its form has a button.
document.addEventListener("change", (event) => {
  if (event.target instanceof HTMLSelectElement && event.target.dataset["submit"] !== undefined) event.target.form?.requestSubmit();
});

// What a page shows in a frame of its own is fetched at once; without script its button does so.
document.querySelector<HTMLButtonElement>("button[data-press]")?.click();

// A row of tabs that is wider than the screen shows the one that is open.
for (const row of document.querySelectorAll<HTMLElement>(".tabs, .tab-line")) {
  const open = row.querySelector<HTMLElement>("[aria-current]");
  if (open) row.scrollTo({ left: open.offsetLeft - row.offsetLeft - 24 });
}

// What is wider than the page is moved sideways, by keyboard too.
const wide = document.querySelectorAll<HTMLElement>(".docs-page :is(table, pre)");
const reach = () => {
  for (const one of wide)
    if (one.scrollWidth > one.clientWidth) one.tabIndex = 0;
    else one.removeAttribute("tabindex");
};
if (wide.length > 0) {
  reach();
  addEventListener("resize", reach);
}

// What can be copied is copied at a press.
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copy]")) {
  button.hidden = !("clipboard" in navigator);
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset["copy"] ?? "");
    const says = button.querySelector("span");
    if (!(field instanceof HTMLInputElement)) return;
    field.select();
    void navigator.clipboard.writeText(field.value).then(() => { if (says) says.textContent = button.dataset["copied"] ?? ""; });
  });
}

// The queue by keyboard: j and k go from line to line, x selects, and the letter of a button presses it.
const queue = document.querySelector<HTMLElement>("[data-keys]");
if (queue) {
  const lines = [...queue.children];
  document.addEventListener("keydown", (event) => {
    const on = event.target as HTMLElement;
    const types = on.closest("input:not([type=checkbox]), textarea, select, [contenteditable], [popover]");
    if (types || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = lines.findIndex((line) => line.contains(document.activeElement));
    const go = (to: number) => lines[Math.min(Math.max(to, 0), lines.length - 1)]?.querySelector<HTMLElement>("a")?.focus();
    if (event.key === "j") go(at + 1);
    else if (event.key === "k") go(at < 0 ? 0 : at - 1);
    else if (event.key === "x") lines[at]?.querySelector<HTMLInputElement>("[data-pick]")?.click();
    else {
      const target = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key)}"]`);
      if (!target || target.getClientRects().length === 0) return;
      if (target instanceof HTMLSelectElement) target.focus();
      else target.click();
    }
    event.preventDefault();
  });
}

// Unsaved changes are guarded.
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-guard]")) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}
