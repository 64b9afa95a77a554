/** One day of a timeline, chosen by pointer or keyboard, and who came on it; and all days in a table. */
import { useId } from "preact/hooks";
import { ArnLink, Name } from "../parts/names.tsx";
import { Table } from "../parts/table.tsx";
import { countsText, type Day, type DaySpan, type Line, neighbour } from "./days.ts";

/** What lines differ by. */
export type Differ = "by" | "role";

type Props = {
  readonly days: readonly Day[];
  readonly span: DaySpan;
  readonly chosen: string;
  readonly onChoose: (day: string) => void;
  readonly by: Differ;
};

const mostNames = 10;

export function DayChoice({ days, span, chosen, onChoose, by }: Props) {
  const id = useId();
  const before = neighbour(days, chosen, "before");
  const after = neighbour(days, chosen, "after");
  const counts = days.find(({ day }) => day === chosen) ?? { granted: 0, refused: 0, lines: [] };
  const more = counts.lines.length - mostNames;
  return (
    <>
      <div class="lane-row">
        <label class="lane-label" for={id}>
          Day (UTC)
        </label>
        <div class="lane-plot">
          <input
            id={id}
            class="day"
            type="range"
            min={0}
            max={span.count - 1}
            step={1}
            value={span.indexOf(chosen)}
            aria-valuetext={chosen}
            onInput={({ currentTarget }) => onChoose(span.at(Number(currentTarget.value)))}
          />
        </div>
        <span />
      </div>
      <div class="row day-told">
        <button type="button" disabled={before === null} onClick={() => before !== null && onChoose(before)}>
          Earlier day with calls
        </button>
        <button type="button" disabled={after === null} onClick={() => after !== null && onChoose(after)}>
          Later day with calls
        </button>
      </div>
      <div role="status">
        <strong>{chosen}</strong>: {countsText(counts)}
        {counts.lines.length > 0 && (
          <ul class="day-lines">
            {counts.lines.slice(0, mostNames).map(({ line, ...own }) => (
              <li key={`${line.role} ${line.by}`}>
                <Who line={line} by={by} />: {countsText(own)}
              </li>
            ))}
            {more > 0 && <li>… and {more} more</li>}
          </ul>
        )}
      </div>
    </>
  );
}

function Who({ line, by }: { readonly line: Line; readonly by: Differ }) {
  if (by === "by") return <ArnLink arn={line.by} />;
  return line.role === null ? <>a role that is not told</> : <ArnLink arn={line.role} />;
}

const namesInRow = 3;

export function AllDays({ days, by }: { readonly days: readonly Day[]; readonly by: Differ }) {
  const rows = days.toReversed();
  return (
    <details>
      <summary>All days in a table</summary>
      <Table
        caption={rows.length === 1 ? "1 day with calls" : `${rows.length} days with calls`}
        rows={rows}
        keyOf={({ day }) => day}
        columns={[
          { heading: "Day (UTC)", cell: ({ day }) => day },
          { heading: "Calls", number: true, cell: ({ granted }) => granted.toLocaleString("en") },
          {
            heading: "Refused",
            number: true,
            cell: ({ refused }) => (refused === 0 ? "" : refused.toLocaleString("en")),
          },
          {
            heading: by === "by" ? "Who" : "Roles",
            cell: ({ lines }) => (
              <>
                {lines.slice(0, namesInRow).map(({ line, granted }, at) => (
                  <span key={`${line.role} ${line.by}`}>
                    {at > 0 && ", "}
                    <Name text={(by === "by" ? line.by : line.role) ?? "not told"} /> {granted}
                  </span>
                ))}
                {lines.length > namesInRow && `, ${lines.length - namesInRow} more`}
              </>
            ),
          },
        ]}
      />
    </details>
  );
}
