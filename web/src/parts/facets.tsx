/** What a list can be narrowed down by: values, each with how many it would show. */
import { useState } from "preact/hooks";
import { toggled } from "./toggled.ts";

const [few, many] = [8, 60];

type Value = { readonly value: string; readonly label: string; readonly count: number };

/** Checkboxes of values. Those that are chosen come first; of many, some are shown, and the others found by their names. */
export function Values({
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

export function Count({ count }: { readonly count: number }) {
  return <span class="count">{count.toLocaleString("en")}</span>;
}
