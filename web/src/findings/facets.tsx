/** What the findings can be narrowed down by, with how many each choice would show. */
import type { Answer } from "../api/client.ts";
import { Count, Values } from "../parts/facets.tsx";
import { SeverityMark } from "../parts/names.tsx";
import { toggled } from "../parts/toggled.ts";
import type { TriageView } from "./triage-view.ts";

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
