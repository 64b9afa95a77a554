/** The rows of findings and of groups: walked through by keys, chosen by checkboxes. */
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { reasonId } from "./accept-panel.tsx";
import { tableStep } from "./table-keys.ts";

export type RowColumn<Row> = {
  readonly heading: string;
  readonly cell: (row: Row) => ComponentChildren;
  readonly number?: boolean;
};

/** The link of a row that is walked to: each row has one. */
export const rowLink = "row-link";

/** Of the part that is walked through: there is one on a page. */
export const rowsId = "rows";

export function Rows<Row>({
  caption,
  columns,
  rows,
  keyOf,
  nameOf,
  isSelected,
  onSelect,
}: {
  readonly caption: string;
  readonly columns: readonly RowColumn<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** What the row's checkbox is called. */
  readonly nameOf: (row: Row) => string;
  readonly isSelected: (row: Row) => boolean;
  readonly onSelect: (rows: readonly Row[], selected: boolean) => void;
}) {
  const body = useRef<HTMLTableSectionElement>(null);
  const isAll = rows.length > 0 && rows.every(isSelected);
  const onKeyDown = (event: KeyboardEvent) => {
    const lines = [...(body.current?.rows ?? [])];
    const at = lines.findIndex((line) => event.target instanceof Node && line.contains(event.target));
    const step = tableStep(event, at, lines.length);
    if (step === null) return;
    event.preventDefault();
    if (step.kind === "go") {
      const link = lines[step.row]?.querySelector<HTMLElement>(`.${rowLink}`);
      link?.focus();
      // The headings, which stay, would hide a row that is scrolled to under them.
      link?.closest("tr")?.scrollIntoView({ block: "nearest" });
    } else if (step.kind === "select-page") onSelect(rows, !isAll);
    else if (step.kind === "accept") document.getElementById(reasonId)?.focus();
    else {
      const row = rows[at];
      if (row !== undefined) onSelect([row], !isSelected(row));
    }
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is come to by keyboard (WCAG 2.1.1).
    <section id={rowsId} class="scroll rows" aria-label={caption} tabIndex={0} onKeyDown={onKeyDown}>
      <table>
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">
              <input
                type="checkbox"
                aria-label="Select this page"
                checked={isAll}
                onChange={() => onSelect(rows, !isAll)}
              />
            </th>
            {columns.map(({ heading, number }) => (
              <th key={heading} scope="col" class={number === true ? "number" : undefined}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row) => (
            <tr key={keyOf(row)} class={isSelected(row) ? "selected" : undefined}>
              <td>
                <input
                  type="checkbox"
                  aria-label={`Select ${nameOf(row)}`}
                  checked={isSelected(row)}
                  onChange={() => onSelect([row], !isSelected(row))}
                />
              </td>
              {columns.map(({ heading, cell, number }) => (
                <td key={heading} class={number === true ? "number" : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
