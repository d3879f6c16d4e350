// The guide editor: CodeMirror in a shadow root (its styles are adopted sheets there, so the strict policy holds),
// kept in step with the textarea that the form sends, and a preview beside it that follows the typing.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { markdown, markdownLanguage } from "@codemirror/lang-markdown";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const look = EditorView.theme({
  "&": { fontSize: "0.9375rem", color: "var(--ink)", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.75", minHeight: "52vh" },
  ".cm-content": { caretColor: "var(--accent)", padding: "0 0 48px" },
  ".cm-line": { padding: "0" },
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
  { tag: [tags.monospace, tags.processingInstruction, tags.list, tags.quote, tags.meta], color: "var(--ink-faint)" },
]);

const textarea = document.querySelector<HTMLTextAreaElement>("[data-editor]");
const form = textarea?.form;
if (textarea && form) {
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
        markdown({ base: markdownLanguage, addKeymap: true }),
        syntaxHighlighting(ink),
        look,
        placeholder(textarea.placeholder),
        EditorView.contentAttributes.of({ "aria-label": textarea.getAttribute("aria-label") ?? "", spellcheck: "true", lang: textarea.lang }),
        keymap.of([
          { key: "Mod-s", run: () => { form.requestSubmit(); return true; } },
          ...defaultKeymap, ...historyKeymap, indentWithTab,
        ]),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          textarea.value = update.state.doc.toString();
          textarea.dispatchEvent(new Event("input", { bubbles: true }));
        }),
      ],
    }),
  });
  textarea.hidden = true;
  host.addEventListener("click", () => view.focus());

  const frame = document.querySelector<HTMLIFrameElement>("[data-preview]");
  const address = frame?.dataset["preview"];
  let running: AbortController | undefined;

  const refresh = async () => {
    if (!frame || !address) return;
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(address, { method: "POST", body: new FormData(form), signal: running.signal });
      if (!answer.ok) return;
      const next = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = frame.contentDocument;
      const [from, to] = [next.querySelector("main"), now?.querySelector("main")];
      // Only the text changes, so the reader's place in the preview stays.
      if (now && from && to) { to.replaceWith(now.adoptNode(from)); now.title = next.title; }
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
    }
  };

  let timer = 0;
  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => { void refresh(); }, 250);
  });
}

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-width]")) {
  button.addEventListener("click", () => {
    button.closest(".preview")?.classList.toggle("is-phone", button.dataset["width"] === "phone");
    for (const other of document.querySelectorAll<HTMLButtonElement>("[data-width]")) other.setAttribute("aria-pressed", String(other === button));
  });
}
