// The editor of texts and documents: CodeMirror in a shadow root (its styles are adopted sheets there, so the strict policy holds),
// kept in step with the textarea that the form sends, and a preview beside it that follows the typing.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { markdown, markdownLanguage } from "@codemirror/lang-markdown";
import { HighlightStyle, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { completion } from "./completion";
import { type Fault, faultsOf } from "./faults";
import { liquid } from "./liquid";

const look = EditorView.theme({
  "&": { fontSize: "0.9375rem", color: "var(--ink)", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.75", minHeight: "var(--editor-height, 52vh)" },
  ".cm-content": { caretColor: "var(--accent)", padding: "0 0 48px" },
  ".cm-line": { padding: "0" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--ink-faint)", border: "0", paddingInlineEnd: "8px" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--bad) 1.5px", textUnderlineOffset: "3px" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--warn) 1.5px", textUnderlineOffset: "3px" },
  ".cm-diagnostic-warning": { borderInlineStart: "3px solid var(--warn)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--font-mono)", maxHeight: "16em", minWidth: "min(24em, 80vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "4px 10px", display: "flex", gap: "12px", justifyContent: "space-between" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent, #fff)" },
  ".cm-completionDetail": { fontFamily: "var(--font)", fontStyle: "normal", opacity: "0.75", marginInlineStart: "0", overflow: "hidden", textOverflow: "ellipsis" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600" },
  ".cm-tooltip": { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--rule)", borderRadius: "6px", boxShadow: "var(--shadow)", maxWidth: "46ch" },
  ".cm-diagnostic-error": { borderInlineStart: "3px solid var(--bad)" },
  ".cm-diagnosticAction": { backgroundColor: "var(--accent)", color: "var(--on-accent, #fff)", borderRadius: "4px" },
  ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--accent-soft) !important" },
});

const ink = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "600", color: "var(--ink)" },
  { tag: tags.heading1, fontSize: "1.25em" },
  { tag: tags.heading2, fontSize: "1.12em" },
  { tag: tags.strong, fontWeight: "600" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.link, color: "var(--accent)" },
  { tag: tags.url, color: "var(--ink-faint)" },
  { tag: [tags.monospace, tags.quote], color: "var(--ink-soft)" },
  { tag: [tags.processingInstruction, tags.meta], color: "var(--ink-faint)" },
]);

const textarea = document.querySelector<HTMLTextAreaElement>("[data-editor]");
const form = textarea?.form;
if (textarea && form) {
  const isPlain = textarea.dataset["editor"] === "plain";
  const host = document.createElement("div");
  host.dataset["editorHost"] = "";
  textarea.after(host);
  const root = host.attachShadow({ mode: "open" });

  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: textarea.value,
      extensions: [
        history(),
        drawSelection(),
        EditorView.lineWrapping,
        lineNumbers(),
        isPlain ? indentUnit.of("  ") : [markdown({ base: markdownLanguage, addKeymap: true, completeHTMLTags: false }), liquid],
        textarea.dataset["language"] ? completion(textarea.dataset["language"]) : [],
        syntaxHighlighting(ink),
        // The line that is being written stays clear of the bar above and of what is told below.
        EditorView.scrollMargins.of(() => ({ top: form.querySelector<HTMLElement>(".editor-bar")?.offsetHeight ?? 0, bottom: form.querySelector<HTMLElement>("[data-faults]")?.offsetHeight ?? 0 })),
        look,
        placeholder(textarea.placeholder),
        EditorView.contentAttributes.of({ "aria-label": textarea.getAttribute("aria-label") ?? "", spellcheck: String(!isPlain), lang: textarea.lang }),
        keymap.of([
          { key: "Mod-s", run: () => { form.requestSubmit(); return true; } },
          ...lintKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab,
        ]),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          textarea.value = update.state.doc.toString();
          textarea.dispatchEvent(new Event("input", { bubbles: true }));
        }),
      ],
    }),
  });
  // What leads to the field leads to the editor; the server says what is missing, as a field that nobody sees cannot.
  for (const label of textarea.labels) label.addEventListener("click", () => view.focus());
  if (textarea.id) [host.id, textarea.id] = [textarea.id, ""];
  textarea.required = false;
  textarea.hidden = true;
  host.addEventListener("click", () => view.focus());

  // ---- a value is put where the cursor stands, or at the end as long as nobody has been in the text; what is left to say in it is chosen

  let wasThere = false;
  view.contentDOM.addEventListener("focus", () => { wasThere = true; });
  for (const button of form.querySelectorAll<HTMLButtonElement>("[data-insert]")) {
    button.addEventListener("click", () => {
      const { main } = view.state.selection;
      const [from, to] = wasThere ? [main.from, main.to] : [view.state.doc.length, view.state.doc.length];
      const insert = button.dataset["insert"] ?? "";
      const open = insert.indexOf("…");
      view.dispatch({
        changes: { from, to, insert }, scrollIntoView: true, userEvent: "input",
        selection: open < 0 ? { anchor: from + insert.length } : { anchor: from + open, head: from + open + 1 },
      });
      view.focus();
    });
  }

  // ---- what is wrong is marked while one types

  const checkAt = textarea.dataset["check"];
  const show = faultsOf(view, textarea, form);
  const send = async (address: string, stop: AbortController) => {
    try {
      const answer = await fetch(address, { method: "POST", body: new FormData(form), signal: stop.signal });
      // What came is read here: it may be called off while it comes.
      return answer.ok ? { headers: answer.headers, text: await answer.text() } : null;
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return null;
      throw error;
    }
  };
  let checking: AbortController | undefined;
  const check = async (): Promise<Fault[] | null> => {
    if (!checkAt) return null;
    checking?.abort();
    checking = new AbortController();
    const answer = await send(checkAt, checking);
    return answer ? JSON.parse(answer.text) as Fault[] : null;
  };
  const isFaulty = (faults: Fault[] | null) => faults?.some((fault) => !fault.isWarning) ?? false;

  // ---- the preview follows, and stays as it was while a fault that is told below the text keeps it from being written

  const frame = document.querySelector<HTMLIFrameElement>("[data-preview]");
  const sheet = document.querySelector<HTMLIFrameElement>("[data-sheet]");
  const address = frame?.dataset["preview"] ?? sheet?.dataset["sheet"];
  const note = document.querySelector<HTMLElement>("[data-stale]");
  let running: AbortController | undefined;
  let isGood = false;

  const refresh = async (faults: Promise<Fault[] | null>, mayKeep: boolean) => {
    if (!address) return;
    running?.abort();
    const mine = running = new AbortController();
    const [answer, found] = await Promise.all([send(address, mine), faults]);
    if (!answer || mine !== running) return;
    const isWritten = !answer.headers.has("Preview-Fault");
    const keeps = mayKeep && isGood && !isWritten && isFaulty(found);
    note?.toggleAttribute("hidden", !keeps);
    if (keeps) return;
    isGood = isWritten;
    if (sheet) { write(); return; }
    const next = new DOMParser().parseFromString(answer.text, "text/html");
    const now = frame?.contentDocument;
    const [from, to] = [next.querySelector("main"), now?.querySelector("main")];
    // Only the text changes, so the reader's place in the preview stays.
    if (now && from && to) { to.replaceWith(now.adoptNode(from)); now.title = next.title; }
  };

  // A mail brings its own styles and its own policy, so it is loaded into the frame as a page.
  let place = 0;
  sheet?.addEventListener("load", () => { sheet.contentWindow?.scrollTo(0, place); });
  const write = () => {
    if (!sheet || !address) return;
    place = sheet.contentWindow?.scrollY ?? 0;
    const copy = document.createElement("form");
    Object.assign(copy, { method: "post", action: address, target: sheet.name, hidden: true });
    for (const [name, value] of new FormData(form)) {
      if (typeof value !== "string") continue;
      const field = document.createElement("textarea");
      Object.assign(field, { name, value });
      copy.append(field);
    }
    document.body.append(copy);
    copy.submit();
    copy.remove();
  };

  let [timer, judging] = [0, 0];
  form.addEventListener("input", (event) => {
    window.clearTimeout(timer);
    window.clearTimeout(judging);
    let found: Promise<Fault[] | null> = Promise.resolve(null);
    // Whoever asks to see it as somebody else is not shown the one before.
    timer = window.setTimeout(() => { found = check(); void refresh(found, !(event.target instanceof HTMLSelectElement)); }, 300);
    // What is half written is not wrong yet.
    judging = window.setTimeout(() => { void found.then((faults) => { if (faults) show(faults); }); }, 900);
  });
  // A text that comes with faults may stand in its preview all the same: only its preview knows.
  void check().then((faults) => {
    if (!faults) return;
    show(faults);
    if (isFaulty(faults) || textarea.dataset["unsaved"] !== undefined) void refresh(Promise.resolve(faults), false);
    else isGood = true;
  });
}

// A field that is said in words beside it, while it is typed.
for (const field of document.querySelectorAll<HTMLTextAreaElement>("[data-says]")) {
  const says = document.getElementById(field.getAttribute("aria-describedby") ?? "");
  let timer = 0;
  let asking: AbortController | undefined;
  const ask = async () => {
    if (!field.form || !says) return;
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(field.dataset["says"] ?? "", { method: "POST", body: new FormData(field.form), signal: asking.signal });
      if (!answer.ok) return;
      says.innerHTML = await answer.text();
      field.toggleAttribute("aria-invalid", says.querySelector("[role=alert]") !== null);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
    }
  };
  field.closest("section")?.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => { void ask(); }, 300);
  });
}

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-width]")) {
  button.addEventListener("click", () => {
    button.closest(".preview")?.classList.toggle("is-phone", button.dataset["width"] === "phone");
    for (const other of document.querySelectorAll<HTMLButtonElement>("[data-width]")) other.setAttribute("aria-pressed", String(other === button));
  });
}
