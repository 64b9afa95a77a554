/** What is drawn of all trusts. */
import { type Filters, filterWords } from "./filters.ts";
import type { OrganizationMap } from "./model.ts";

export function MapFilters({
  filters,
  techniques,
  onChange,
}: {
  readonly filters: Filters;
  readonly techniques: OrganizationMap["techniques"];
  readonly onChange: (filters: Filters) => void;
}) {
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
