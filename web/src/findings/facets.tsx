/** What the findings can be narrowed down by, with how many each choice would show. */
import { useState } from "preact/hooks";
import type { Answer } from "../api/client.ts";
import { SeverityMark } from "../parts/names.tsx";
import { type TriageView, toggled } from "./triage-view.ts";

type Facets = Answer<"/api/findings/facets">;
type Change = (changes: Partial<TriageView>) => void;

export function FacetList({
  facets,
  view,
  onChange,
}: {
  readonly facets: Facets;
  readonly view: TriageView;
  readonly onChange: Change;
}) {
  return (
    <section class="facets" aria-label="Narrow down">
      <Severities facets={facets} view={view} onChange={onChange} />
      <Statuses facets={facets} view={view} onChange={onChange} />
      <Values
        name="Rule"
        values={facets.rule.map(({ value, title, count }) => ({ value, label: title, count }))}
        chosen={view.rules}
        onChange={(rules) => onChange({ rules })}
      />
      <Values
        name="Account"
        values={facets.account.map(({ value, name, count }) => ({ value, label: name ?? value, count }))}
        chosen={view.accounts}
        onChange={(accounts) => onChange({ accounts })}
      />
    </section>
  );
}

type Part = { readonly facets: Facets; readonly view: TriageView; readonly onChange: Change };

function Severities({ facets, view, onChange }: Part) {
  return (
    <fieldset>
      <legend>Severity</legend>
      {facets.severity.map(({ value, count }) => (
        <label key={value}>
          <input
            type="checkbox"
            checked={view.severities.includes(value)}
            onChange={() => onChange({ severities: toggled(view.severities, value) })}
          />
          <SeverityMark severity={value} />
          <Count count={count} />
        </label>
      ))}
    </fieldset>
  );
}

function Statuses({ facets, view, onChange }: Part) {
  const counts = new Map(facets.status.map(({ value, count }) => [value, count]));
  const [open, accepted] = [counts.get("open") ?? 0, counts.get("suppressed") ?? 0];
  const choices = [
    ["open", "open", open],
    ["accepted", "accepted", accepted],
    ["all", "both", open + accepted],
  ] as const;
  return (
    <fieldset>
      <legend>Status</legend>
      {choices.map(([value, label, count]) => (
        <label key={value}>
          <input
            type="radio"
            name="status"
            checked={view.status === value}
            onChange={() => onChange({ status: value })}
          />
          <span>{label}</span>
          <Count count={count} />
        </label>
      ))}
    </fieldset>
  );
}

const [few, many] = [8, 60];

type Value = { readonly value: string; readonly label: string; readonly count: number };

/** Those that are chosen come first; of many, some are shown, and the others found by their names. */
function Values({
  name,
  values,
  chosen,
  onChange,
}: {
  readonly name: string;
  readonly values: readonly Value[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}) {
  const [text, setText] = useState("");
  const [isAll, setIsAll] = useState(false);
  // Under other filters nothing may be left of a value that is chosen: it can be given back all the same.
  const gone = chosen
    .filter((value) => !values.some((one) => one.value === value))
    .map((value) => ({ value, label: value, count: 0 }));
  const word = text.trim().toLowerCase();
  const found = [...gone, ...values].filter(
    ({ value, label }) => chosen.includes(value) || `${label}\n${value}`.toLowerCase().includes(word),
  );
  const ordered = found.toSorted(
    (a, b) => Number(chosen.includes(b.value)) - Number(chosen.includes(a.value)),
  );
  const shown = ordered.slice(0, Math.max(isAll || word !== "" ? many : few, chosen.length));
  const left = ordered.length - shown.length;
  return (
    <fieldset>
      <legend>{name}</legend>
      {values.length > few && (
        <input
          type="text"
          aria-label={`${name}s by name`}
          placeholder={`${values.length} by name`}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      )}
      {shown.map(({ value, label, count }) => (
        <label key={value} title={label === value ? value : `${label} (${value})`}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={() => onChange(toggled(chosen, value))}
          />
          <bdi>{label}</bdi>
          <Count count={count} />
        </label>
      ))}
      {left > 0 && !isAll && word === "" && (
        <button type="button" onClick={() => setIsAll(true)}>
          More ({left})
        </button>
      )}
      {left > 0 && (isAll || word !== "") && <p class="quiet">… and {left} more: find them by name</p>}
      {found.length === 0 && <p class="quiet">None.</p>}
    </fieldset>
  );
}

function Count({ count }: { readonly count: number }) {
  return <span class="count">{count.toLocaleString("en")}</span>;
}
