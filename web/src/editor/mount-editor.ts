/**
 * The editor for policies. Its styles go into a shadow root's adopted sheets, as the pages' Content-Security-Policy allows no style
 * elements; Tab leaves it, so that nobody who uses a keyboard is kept in.
 */
import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, linter, lintGutter, lintKeymap } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { api, asked, type Posted, type PostedAnswer } from "../api/client.ts";
import { placeInPolicy } from "./place-in-policy.ts";
import { policyWords } from "./policy-words.ts";

export type PolicyKind = Posted<"/api/ask/lint">["kind"];
export type Linted = PostedAnswer<"/api/ask/lint">;

export type EditorOptions = {
  readonly text: string;
  readonly label: string;
  /** Undefined: the text has to say itself what it is. */
  readonly kind: PolicyKind;
  onChange(text: string): void;
  onLint(linted: Linted): void;
};

/** Returns what takes it away. */
export function mountEditor(host: HTMLElement, options: EditorOptions): () => void {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const state = EditorState.create({ doc: options.text, extensions: extensionsOf(options) });
  const view = new EditorView({ state, parent: root, root });
  return () => view.destroy();
}

function extensionsOf({ label, kind, onChange, onLint }: EditorOptions) {
  return [
    lineNumbers(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    json(),
    syntaxHighlighting(colours),
    lintGutter(),
    linter((view) => lint(view.state.doc.toString(), kind, onLint), { delay: 300 }),
    autocompletion({ override: [complete] }),
    keymap.of([
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...historyKeymap,
      ...completionKeymap,
      ...lintKeymap,
    ]),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString());
    }),
    look,
  ];
}

const severities = { error: "error", security: "warning", warning: "warning", suggestion: "info" } as const;

async function lint(
  text: string,
  kind: PolicyKind,
  onLint: (linted: Linted) => void,
): Promise<readonly Diagnostic[]> {
  // Nothing is written yet, which is no fault.
  if (text.trim() === "") return [];
  const body = { text, ...(kind === undefined ? {} : { kind }) };
  const answer = await asked(api.POST("/api/ask/lint", { body }));
  if (!answer.ok) return [{ from: 0, to: 0, severity: "info", message: answer.fault.message }];
  const { findings, unreadable } = answer.value;
  onLint(answer.value);
  const inside = (offset: number): number => Math.min(offset, text.length);
  if (unreadable !== null) {
    const at = inside(unreadable.offset);
    return [
      {
        from: at,
        to: inside(at + 1),
        severity: "error",
        message: `${unreadable.message}. ${unreadable.advice}`,
      },
    ];
  }
  return findings.map(({ position, severity, code, message, advice, edit }) => ({
    from: inside(position.range.start),
    to: inside(position.range.end),
    severity: severities[severity],
    source: code,
    message: `${message}. ${advice}`,
    actions:
      edit === null
        ? []
        : [
            {
              name: "Apply the edit",
              apply: (view) =>
                view.dispatch({ changes: { from: edit.range.start, to: edit.range.end, insert: edit.text } }),
            },
          ],
  }));
}

async function complete({ state, pos, explicit }: CompletionContext): Promise<CompletionResult | null> {
  const text = state.doc.toString();
  const line = state.doc.lineAt(pos);
  const quote = state.sliceDoc(line.from, pos).lastIndexOf('"');
  if (quote < 0 || (!explicit && line.from + quote + 1 > pos)) return null;
  const from = line.from + quote + 1;
  const typed = state.sliceDoc(from, pos);
  const labels = await labelsFor(placeInPolicy(text, pos).kind, typed);
  if (labels.length === 0) return null;
  return { from, options: labels.map((label) => ({ label })), validFor: /^[^":]*$/ };
}

async function labelsFor(
  kind: ReturnType<typeof placeInPolicy>["kind"],
  typed: string,
): Promise<readonly string[]> {
  const colon = typed.indexOf(":");
  const service = colon < 0 ? null : typed.slice(0, colon);
  switch (kind) {
    case "element":
      return ["Version", "Id", "Statement", ...(await policyWords(null)).elements];
    case "operator":
      return (await policyWords(null)).operators;
    case "key":
      return (await policyWords(service)).keys;
    case "action": {
      const words = await policyWords(service);
      return service === null ? words.services.map((one) => `${one}:`) : words.actions;
    }
    case "effect":
      return ["Allow", "Deny"];
    case "version":
      return ["2012-10-17"];
    case "nothing":
      return [];
  }
}

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--link)" },
  { tag: tags.string, color: "var(--good)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--warn)" },
  { tag: [tags.separator, tags.brace, tags.squareBracket, tags.punctuation], color: "var(--text)" },
]);

const look = EditorView.theme({
  "&": { color: "var(--text)", backgroundColor: "var(--code)", fontSize: "0.8125rem" },
  "&.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "1px" },
  ".cm-scroller": {
    fontFamily: 'ui-monospace, "DejaVu Sans Mono", monospace',
    lineHeight: "1.45",
    minHeight: "8rem",
    maxHeight: "26rem",
    overflow: "auto",
  },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "var(--raised)", color: "var(--quiet)", border: "none" },
  ".cm-activeLine": { backgroundColor: "transparent", boxShadow: "inset 2px 0 0 var(--strong-line)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--chosen)",
  },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--chosen)",
    outline: "1px solid var(--strong-line)",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--ground)",
    color: "var(--text)",
    border: "1px solid var(--strong-line)",
    maxWidth: "36rem",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--chosen)",
    color: "var(--text)",
  },
  ".cm-panels": { backgroundColor: "var(--raised)", color: "var(--text)" },
  ".cm-panel.cm-panel-lint ul [aria-selected]": { backgroundColor: "var(--chosen)", color: "var(--text)" },
  ".cm-diagnosticAction": {
    backgroundColor: "var(--raised)",
    color: "var(--text)",
    border: "1px solid var(--strong-line)",
  },
});
