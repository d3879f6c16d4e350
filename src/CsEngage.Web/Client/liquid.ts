// The template language within a text, told from the text by its colours: braces, names, filters, words of the language, quoted text.
import { syntaxTree } from "@codemirror/language";
import { type Extension, Prec, type Range } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";

// As far before what is seen as an output or tag may have begun.
const reach = 2000;

// One that is not closed ends with its line, so that what follows does not change its colour while one types.
const whole = /\{([{%])-?((?:(?!-?[}%]\}|\{[{%]|\n[ \t]*\n)[^])*)(-?[}%]\})?/g;
const piece = /(?<text>"[^"\n]*"?|'[^'\n]*'?)|(?<filter>(?<=\|\s*)[a-z_]\w*)|(?<word>\b(?:and|or|contains|in|true|false|nil|null|blank|empty)\b(?![.:]))|(?<name>[a-z_][\w-]*(?:\.[\w-]+)*\b:?)/gi;

const marks = Object.fromEntries(["brace", "tag", "filter", "word", "name", "text"].map((kind) => [kind, Decoration.mark({ class: `cm-liquid-${kind}` })]));

// Code is shown as it stands, braces and all.
const isCode = (view: EditorView, at: number): boolean => {
  for (let node: ReturnType<ReturnType<typeof syntaxTree>["resolveInner"]> | null = syntaxTree(view.state).resolveInner(at, 1); node; node = node.parent)
    if (/Code/.test(node.name)) return true;
  return false;
};

function decorations(view: EditorView): DecorationSet {
  const found: Range<Decoration>[] = [];
  const mark = (kind: string, from: number, to: number) => { if (to > from) found.push((marks[kind] as Decoration).range(from, to)); };
  let done = 0;
  for (const { from, to } of view.visibleRanges) {
    const start = Math.max(done, from - reach);
    for (const match of view.state.sliceDoc(start, to).matchAll(whole)) {
      const [, open = "", all = "", close] = match;
      const at = start + match.index;
      if (isCode(view, at)) continue;
      const inner = close === undefined ? all.split("\n", 1)[0] ?? "" : all;
      const begin = at + match[0].length - all.length - (close?.length ?? 0);
      mark("brace", at, begin);
      const tag = open === "%" ? /^\s*([a-z_]\w*)/i.exec(inner) : null;
      const skipped = tag?.[0].length ?? 0;
      if (tag) mark("tag", begin + skipped - (tag[1]?.length ?? 0), begin + skipped);
      for (const part of inner.slice(skipped).matchAll(piece)) {
        const kind = Object.entries(part.groups ?? {}).find(([, value]) => value !== undefined)?.[0] ?? "name";
        mark(kind, begin + skipped + part.index, begin + skipped + part.index + part[0].length);
      }
      if (close !== undefined) mark("brace", begin + all.length, begin + all.length + close.length);
    }
    done = to;
  }
  return Decoration.set(found, true);
}

const colours = EditorView.theme({
  ".cm-liquid-brace, .cm-liquid-tag, .cm-liquid-word": { color: "var(--code-word)" },
  ".cm-liquid-tag": { fontWeight: "600" },
  ".cm-liquid-filter": { color: "var(--code-filter)" },
  ".cm-liquid-name": { color: "var(--code-name)" },
  ".cm-liquid-text": { color: "var(--code-text)" },
});

export const liquid: Extension = [
  colours,
  // Within what Markdown makes of the text around it, a quotation for example.
  Prec.highest(ViewPlugin.fromClass(class {
    decorations: DecorationSet;
    constructor(view: EditorView) { this.decorations = decorations(view); }
    update(update: ViewUpdate) {
      if (update.docChanged || update.viewportChanged || syntaxTree(update.startState) !== syntaxTree(update.state)) this.decorations = decorations(update.view);
    }
  }, { decorations: (plugin) => plugin.decorations })),
];
