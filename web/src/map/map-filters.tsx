/** What is drawn of all trusts. */

import { DigestFaults, TrailProgress } from "../trail/trail-gate.tsx";
import type { TrailState } from "../trail/use-trail.ts";
import { type Filters, filterWords } from "./filters.ts";
import type { OrganizationMap } from "./model.ts";
import { useViews, useViewWords } from "./use.ts";

export function MapFilters({
  filters,
  techniques,
  trail = null,
  onChange,
}: {
  readonly filters: Filters;
  readonly techniques: OrganizationMap["techniques"];
  /** Null or left out: nothing is known of it, or use is not told there. */
  readonly trail?: TrailState | null;
  readonly onChange: (filters: Filters) => void;
}) {
  return (
    <>
      {trail !== null && <DigestFaults trail={trail} />}
      <UseSwitch filters={filters} trail={trail} onChange={onChange} />
      <TrustFilters filters={filters} techniques={techniques} onChange={onChange} />
    </>
  );
}

type Change = { readonly filters: Filters; readonly onChange: (filters: Filters) => void };

/** What happened, what could, and what could and did not. */
function UseSwitch({ filters, trail, onChange }: Change & { readonly trail: TrailState | null }) {
  if (trail === null || trail.state === "none") return null;
  if (trail.state !== "read") return <TrailProgress trail={trail} />;
  const isLocked = filters.technique !== null;
  return (
    <fieldset class="filters">
      <legend class="unseen">Trusts by their use</legend>
      {useViews.map((view) => (
        <label key={view}>
          <input
            type="radio"
            name="use"
            disabled={isLocked}
            checked={filters.use === view}
            onChange={() => onChange({ ...filters, use: view })}
          />
          {useViewWords[view]}
        </label>
      ))}
      {isLocked && <span class="quiet">Use is told where no technique is chosen.</span>}
    </fieldset>
  );
}

function TrustFilters({
  filters,
  techniques,
  onChange,
}: Change & { readonly techniques: OrganizationMap["techniques"] }) {
  return (
    <fieldset class="filters">
      <legend class="unseen">Which trusts are drawn</legend>
      {filterWords.map(([flag, words]) => (
        <label key={flag}>
          <input
            type="checkbox"
            checked={filters.only.includes(flag)}
            onChange={({ currentTarget }) =>
              onChange({
                ...filters,
                only: currentTarget.checked
                  ? [...filters.only, flag]
                  : filters.only.filter((other) => other !== flag),
              })
            }
          />
          {words}
        </label>
      ))}
      <label>
        <input
          type="checkbox"
          checked={filters.services}
          onChange={({ currentTarget }) => onChange({ ...filters, services: currentTarget.checked })}
        />
        With AWS services
      </label>
      <label>
        Certainty
        <select
          value={filters.certainty}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...filters, certainty: value === "proven" || value === "may" ? value : "all" })
          }
        >
          <option value="all">proven and may</option>
          <option value="proven">proven</option>
          <option value="may">may</option>
        </select>
      </label>
      <label>
        Technique, administrators aside
        <select
          value={filters.technique ?? ""}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...filters, technique: value === "" ? null : value })
          }
        >
          <option value="">any role</option>
          {techniques.map(({ id, title, principals }) => (
            <option key={id} value={id}>
              {`${id} (${principals}): ${title}`}
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  );
}
