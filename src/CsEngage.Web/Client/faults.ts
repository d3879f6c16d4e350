// What is wrong with a text: marked in the editor, and listed above it, where each fault leads to its place and what was probably meant can be taken.
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import { EditorView } from "@codemirror/view";

export interface Fault { field: string; line: number; column: number; length: number; message: string; suggestion: string | null; isWarning: boolean }

const put = (sentence: string | undefined, ...values: string[]) => (sentence ?? "{0}").replace(/\{(\d)\}/g, (_, n: string) => values[Number(n)] ?? "");

/** Shows the faults of the editor's text and of the fields beside it. The sentences come with the textarea that the editor stands for. */
export function faultsOf(view: EditorView, textarea: HTMLTextAreaElement, form: HTMLFormElement): (faults: Fault[]) => void {
  const list = form.querySelector<HTMLElement>("[data-faults]");
  const take = (meant: string) => put(textarea.dataset["take"], meant);

  const range = (fault: Fault) => {
    const line = view.state.doc.line(Math.min(Math.max(1, fault.line), view.state.doc.lines));
    const from = Math.min(line.from + Math.max(0, fault.column - 1), line.to);
    return { from, to: fault.length > 0 ? Math.min(from + fault.length, line.to) : line.to };
  };

  const diagnostic = (fault: Fault): Diagnostic => {
    const { suggestion } = fault;
    return {
      ...range(fault), severity: fault.isWarning ? "warning" : "error", message: fault.message,
      ...(suggestion === null ? {} : { actions: [{ name: take(suggestion), apply: (into: EditorView, from: number, to: number) => { into.dispatch({ changes: { from, to, insert: suggestion } }); } }] }),
    };
  };

  const button = (says: string, does: () => void, look = "") => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", textContent: says, className: look });
    made.addEventListener("click", does);
    return made;
  };

  const row = (fault: Fault) => {
    const field = fault.field === textarea.name ? null : form.querySelector<HTMLTextAreaElement>(`[name="${fault.field}"]`);
    if (!fault.isWarning) field?.setAttribute("aria-invalid", "true");
    const made = document.createElement("div");
    made.className = fault.isWarning ? "fault is-warning" : "fault";
    made.append(button(field || fault.line < 1 ? fault.message : put(textarea.dataset["line"], String(fault.line), fault.message), () => {
      if (field) { field.focus(); return; }
      const { from } = range(fault);
      view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
      view.focus();
    }));
    const { suggestion } = fault;
    if (suggestion !== null) made.append(button(take(suggestion), () => {
      if (field) {
        field.setRangeText(suggestion, fault.column - 1, fault.column - 1 + fault.length);
        field.dispatchEvent(new Event("input", { bubbles: true }));
        return;
      }
      view.dispatch({ changes: { ...range(fault), insert: suggestion } });
    }, "fault-take"));
    return made;
  };

  return (faults) => {
    for (const field of form.querySelectorAll("[aria-invalid]:not([data-says])")) field.removeAttribute("aria-invalid");
    list?.replaceChildren(...faults.map(row));
    view.dispatch(setDiagnostics(view.state, faults.filter((fault) => fault.field === textarea.name && fault.line > 0).map(diagnostic)));
  };
}
