/** Words, days and what stands above the list of changes. */
import { useEffect, useState } from "preact/hooks";
import { hashOf } from "../app/address.ts";
import { Name } from "../parts/names.tsx";
import { chosenOf, type DriftView, isNarrowed } from "./drift-view.ts";
import { counted } from "./words.ts";

type Change = (changes: Partial<DriftView>) => void;

export function DriftTools({
  view,
  total,
  onChange,
  onType,
}: {
  readonly view: DriftView;
  /** Null: it is not known yet. */
  readonly total: number | null;
  readonly onChange: Change;
  /** Each letter is no step to go back to. */
  readonly onType: Change;
}) {
  return (
    <>
      <div class="row tools drift-tools">
        <Typed label="Text" value={view.text} hint="what changed" onType={(text) => onType({ text })} />
        <Typed label="Actor" value={view.actor} hint="who did it" onType={(actor) => onType({ actor })} />
        <Day label="From" value={view.from} onChange={(from) => onChange({ from })} />
        <Day label="To" value={view.to} onChange={(to) => onChange({ to })} />
        <strong role="status" class="total">
          {total === null ? "" : counted(total, "change")}
        </strong>
      </div>
      <div class="row tools">
        <a href={hashOf("drift", chosenOf({ ...view, isTable: !view.isTable }))}>
          {view.isTable ? "Time as a picture" : "Time as a table"}
        </a>
        <label>
          <input type="checkbox" checked={view.isLive} onChange={() => onChange({ isLive: !view.isLive })} />
          Show new ones at once
        </label>
        {view.subject !== "" && (
          <button type="button" onClick={() => onChange({ subject: "" })}>
            Only of <Name text={view.subject} /> <span aria-hidden="true">✕</span>
            <span class="unseen">: show all again</span>
          </button>
        )}
        {(view.from !== "" || view.to !== "") && (
          <button type="button" onClick={() => onChange({ from: "", to: "" })}>
            {view.from === view.to
              ? periodText(view.from)
              : `${periodText(view.from)} to ${periodText(view.to)}`}{" "}
            <span aria-hidden="true">✕</span>
            <span class="unseen">: show all times</span>
          </button>
        )}
        {isNarrowed(view) && (
          <a href={hashOf("drift", { view: view.isTable ? "table" : "" })}>Show all changes</a>
        )}
      </div>
    </>
  );
}

function periodText(text: string): string {
  if (text === "") return "…";
  return text.includes("T") ? `${text.replace("T", " ")}:00 UTC` : text;
}

function Typed({
  label,
  value,
  hint,
  onType,
}: {
  readonly label: string;
  readonly value: string;
  readonly hint: string;
  readonly onType: (value: string) => void;
}) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onType(text), 250);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <label>
      {label}
      <input
        type="text"
        value={text}
        spellcheck={false}
        maxLength={300}
        placeholder={hint}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </label>
  );
}

function Day({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <label>
      {label}
      <input
        type="date"
        value={value.slice(0, 10)}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}
