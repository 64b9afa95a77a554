/** What changes can be narrowed down by. */
import type { Answer } from "../api/client.ts";
import { Count, Values } from "../parts/facets.tsx";
import { SeverityMark } from "../parts/names.tsx";
import { toggled } from "../parts/toggled.ts";
import type { DriftView } from "./drift-view.ts";
import { aboutWords, actorName, kindWords, sideWords } from "./words.ts";

type Facets = Answer<"/api/drift/facets">;
type Part = {
  readonly facets: Facets;
  readonly view: DriftView;
  readonly onChange: (changes: Partial<DriftView>) => void;
};

export function DriftFacets({ facets, view, onChange }: Part) {
  return (
    <section class="facets" aria-label="Narrow down">
      <Choices
        legend="Who"
        values={facets.side.map(({ value, count }) => ({ value, label: sideWords[value], count }))}
        chosen={view.sides}
        onChange={(sides) => onChange({ sides })}
      />
      <Severities facets={facets} view={view} onChange={onChange} />
      <Values
        name="Account"
        values={facets.account.map(({ value, name, count }) => ({ value, label: name ?? value, count }))}
        chosen={view.accounts}
        onChange={(accounts) => onChange({ accounts })}
      />
      <Values
        name="Actor"
        values={facets.actor.map(({ value, count }) => ({ value, label: actorName(value), count }))}
        chosen={view.who}
        onChange={(who) => onChange({ who })}
      />
      <Choices
        legend="Of what"
        values={facets.about.map(({ value, count }) => ({ value, label: aboutWords[value], count }))}
        chosen={view.about}
        onChange={(about) => onChange({ about })}
      />
      <Choices
        legend="How it was found"
        values={facets.kind.map(({ value, count }) => ({ value, label: kindWords[value], count }))}
        chosen={view.kinds}
        onChange={(kinds) => onChange({ kinds })}
      />
      <Expected facets={facets} view={view} onChange={onChange} />
    </section>
  );
}

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

function Choices<T extends string>({
  legend,
  values,
  chosen,
  onChange,
}: {
  readonly legend: string;
  readonly values: readonly { readonly value: T; readonly label: string; readonly count: number }[];
  readonly chosen: readonly T[];
  readonly onChange: (chosen: readonly T[]) => void;
}) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {values.map(({ value, label, count }) => (
        <label key={value}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={() => onChange(toggled(chosen, value))}
          />
          <span>{label}</span>
          <Count count={count} />
        </label>
      ))}
      {values.length === 0 && <p class="quiet">None.</p>}
    </fieldset>
  );
}

function Expected({ facets, view, onChange }: Part) {
  const counts = new Map(facets.expected.map(({ value, count }) => [value, count]));
  const [yes, no] = [counts.get(true) ?? 0, counts.get(false) ?? 0];
  const choices = [
    ["", "both", yes + no],
    ["no", "not announced", no],
    ["yes", "expected by a ticket", yes],
  ] as const;
  return (
    <fieldset>
      <legend>Expected</legend>
      {choices.map(([value, label, count]) => (
        <label key={value}>
          <input
            type="radio"
            name="expected"
            checked={view.expected === value}
            onChange={() => onChange({ expected: value })}
          />
          <span>{label}</span>
          <Count count={count} />
        </label>
      ))}
    </fieldset>
  );
}
