// What can be written next, while one writes: values, filters and tags of the language, guides and files where a link wants one.
import { acceptCompletion, autocompletion, type Completion, type CompletionContext, type CompletionResult, snippet } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { keymap } from "@codemirror/view";

interface Named { name: string; says: string }
interface Value extends Named { isSure: boolean }
interface Language { values: Value[]; filters: Named[]; tags: Named[]; guides: Named[]; media: Named[] }

// As far back as a tag is looked for that is still open.
const reach = 2000;

// All come in the order in which texts want them most; what comes later stands by its name.
const likely = 30;
const rank = (at: number) => Math.max(0, likely - at);

const plain = (one: Named, type: string): Completion => ({ label: one.name, type, ...(one.says === "" ? {} : { detail: one.says }) });

// A value that some readers do not have brings along what stands in for it.
const inOutput = (value: Value): Completion => ({
  ...plain(value, "variable"),
  ...(value.isSure ? {} : { apply: snippet(`${value.name} | default: "#{…}"`) }),
});

const result = (context: CompletionContext, typed: string, options: Completion[]): CompletionResult => ({ from: context.pos - typed.length, options, validFor: /^[\w.-]*$/ });

/** The end that the innermost open block waits for. */
function ending(text: string, language: Language): string | undefined {
  const ends = new Set(language.tags.map((one) => one.name).filter((name) => name.startsWith("end")));
  const open: string[] = [];
  for (const [, name = ""] of text.matchAll(/\{%-?\s*(\w+)/g)) {
    if (ends.has(name)) open.splice(Math.max(0, open.lastIndexOf(name)));
    else if (ends.has(`end${name}`)) open.push(`end${name}`);
  }
  return open.at(-1);
}

function complete(context: CompletionContext, language: Language): CompletionResult | null {
  const before = context.state.sliceDoc(Math.max(0, context.pos - reach), context.pos);
  const link = /\]\((guide|media):([\w.-]*)$/.exec(before);
  if (link) return result(context, link[2] ?? "", (link[1] === "guide" ? language.guides : language.media).map((one) => plain(one, "text")));

  const open = Math.max(before.lastIndexOf("{{"), before.lastIndexOf("{%"));
  if (open < 0 || /\}\}|%\}/.test(before.slice(open + 2))) return null;
  const [isTag, inside] = [before[open + 1] === "%", before.slice(open + 2)];
  const quoted = /["']([\w.-]*)$/.exec(inside);
  if (quoted && (inside.match(/["']/g)?.length ?? 0) % 2 === 1) return result(context, quoted[1] ?? "", [...language.guides, ...language.media].map((one) => plain(one, "text")));
  const filter = /(?:^-?\s*([\w.]+)\s*)?\|\s*(\w*)$/.exec(inside);
  if (filter) {
    // What may be missing wants what stands in for it, before anything else.
    const mayBeMissing = language.values.some((value) => value.name === filter[1] && !value.isSure);
    return result(context, filter[2] ?? "", language.filters.map((one, at) => ({ ...plain(one, "function"), boost: mayBeMissing && one.name === "default" ? 99 : rank(at) })));
  }
  const tag = isTag ? /^-?\s*(\w*)$/.exec(inside) : null;
  if (tag) {
    const end = ending(before.slice(0, open), language);
    return result(context, tag[1] ?? "", language.tags.map((one, at) => ({ ...plain(one, "keyword"), boost: one.name === end ? 99 : one.name.startsWith("end") ? -1 : /^\w/.test(one.name) ? rank(at) : -2 })));
  }
  const value = /(?:^-?|[\s:,=(])([\w.]*)$/.exec(inside);
  if (!value) return null;
  const isFirst = !isTag && /^-?\s*[\w.]*$/.test(inside);
  // Between values only who asks is offered something; where a value must come, it comes by itself.
  return context.explicit || isFirst || value[1] !== "" ? result(context, value[1] ?? "", language.values.map((one, at) => ({ ...(isFirst ? inOutput(one) : plain(one, "variable")), boost: rank(at) }))) : null;
}

/** Completion with the language that the address tells of, asked for once, when it is first needed. */
export function completion(address: string): Extension {
  let asked: Promise<Language> | undefined;
  const source = async (context: CompletionContext) => {
    asked ??= fetch(address).then((answer) => {
      if (!answer.ok) throw new Error(`${address}: ${String(answer.status)}`);
      return answer.json() as Promise<Language>;
    });
    return complete(context, await asked);
  };
  return [autocompletion({ override: [source], icons: false }), keymap.of([{ key: "Tab", run: acceptCompletion }])];
}
