/** The editor, which is loaded when it is opened, and what is wrong with its text in words. */
import { useEffect, useRef, useState } from "preact/hooks";
import "./editor.css";
import type { Linted, PolicyKind } from "./mount-editor.ts";

export function PolicyEditor({
  label,
  initial,
  kind,
  onChange,
}: {
  readonly label: string;
  /** What it starts with; it keeps its own text afterwards. */
  readonly initial: string;
  readonly kind?: PolicyKind;
  onChange(text: string): void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const changed = useRef(onChange);
  changed.current = onChange;
  const [linted, setLinted] = useState<Linted | null>(null);
  const [isReady, setIsReady] = useState(false);
  useEffect(() => {
    let unmount: (() => void) | null = null;
    let wanted = true;
    import("./mount-editor.ts").then(({ mountEditor }) => {
      if (!wanted || host.current === null) return;
      unmount = mountEditor(host.current, {
        text: initial,
        label,
        kind,
        onChange: (text) => changed.current(text),
        onLint: setLinted,
      });
      setIsReady(true);
    });
    return () => {
      wanted = false;
      unmount?.();
    };
  }, [initial, label, kind]);
  return (
    <div class="policy-editor">
      {!isReady && <p role="status">Loading the editor…</p>}
      <div ref={host} />
      <p class="quiet keys">
        Ctrl-Space completes, Ctrl-Shift-M lists what is wrong, F8 goes there, Tab leaves.
      </p>
      {linted !== null && <Wrong linted={linted} />}
    </div>
  );
}

function Wrong({ linted: { findings, unreadable } }: { readonly linted: Linted }) {
  if (unreadable !== null) {
    return (
      <p class="lint" role="status">
        <strong>No JSON yet</strong>, line {unreadable.line}, column {unreadable.column}: {unreadable.message}
      </p>
    );
  }
  if (findings.length === 0)
    return (
      <p class="quiet lint" role="status">
        Nothing wrong found.
      </p>
    );
  return (
    <details class="lint">
      <summary>
        {findings.length === 1 ? "1 remark" : `${findings.length} remarks`}, the gravest:{" "}
        {gravest(findings.map(({ severity }) => severity))}
      </summary>
      <ul>
        {findings.map(({ code, severity, message, advice, position: { line, column } }) => (
          <li key={`${code} ${line} ${column} ${message}`}>
            <span class="quiet">
              {line}:{column}
            </span>{" "}
            <strong>{severity}</strong> {message}. {advice} <span class="quiet">{code}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

type Severity = Linted["findings"][number]["severity"];
const order: readonly Severity[] = ["error", "security", "warning", "suggestion"];

function gravest(all: readonly Severity[]): string {
  return order.find((one) => all.includes(one)) ?? "none";
}
