/** Assumptions over time: a lane a party (or role), and the same in a table. */
import { useRef } from "preact/hooks";
import { hashOf } from "../app/address.ts";
import { visibleText } from "../finding/visible-text.ts";
import { ArnLink, Name } from "../parts/names.tsx";
import { Table } from "../parts/table.tsx";
import { useWidth } from "../parts/use-width.ts";
import { type Line, laneHeight, lanesOf, mostLanes, type Timeline, ticksOf } from "./lanes.ts";
import "./trail.css";
import { dateText } from "./use-trail.ts";

type Props = {
  readonly timeline: Timeline;
  readonly total: number;
  /** What lines differ by. */
  readonly by: "by" | "role";
};

export function AssumptionTimeline({ timeline, total, by }: Props) {
  const { lines } = timeline;
  if (lines.length === 0) return <p class="quiet">Nobody, as far as the trail goes.</p>;
  return (
    <>
      <Picture timeline={timeline} by={by} />
      <p class="quiet">
        A bar runs from the first to the last call that was granted, and is higher where there were more; ✕ is
        a call that was refused, at its hour.
        {lines.length > mostLanes && ` The latest ${mostLanes} are drawn; the table has more.`}
      </p>
      <Lines lines={lines} total={total} by={by} />
    </>
  );
}

function labelOf(line: Line, by: Props["by"]): string {
  return by === "by" ? line.by : (line.role ?? "a role that is not told");
}

/** ARNs differ at their end. */
function shortOf(label: string): string {
  return label.startsWith("arn:") ? label.slice(label.lastIndexOf("/") + 1) || label : label;
}

function Picture({ timeline, by }: Pick<Props, "timeline" | "by">) {
  const plot = useRef<HTMLDivElement>(null);
  const width = useWidth(plot);
  const lanes = lanesOf(timeline, width);
  // All that it says stands in the table.
  return (
    <div class="assumptions" aria-hidden="true">
      {lanes.map(({ line, bar, marks }) => (
        <div class="lane-row" key={`${line.role} ${line.by}`}>
          <span class="lane-label" title={visibleText(labelOf(line, by))}>
            <bdi>{visibleText(shortOf(labelOf(line, by)))}</bdi>
          </span>
          <div class="lane-plot">
            <svg width={width} height={laneHeight} aria-hidden="true">
              <line class="tick" x1={0} x2={width} y1={laneHeight / 2} y2={laneHeight / 2} />
              {bar !== null && (
                <rect
                  class={line.external ? "assumed outside" : "assumed"}
                  x={bar.x}
                  y={(laneHeight - bar.height) / 2}
                  width={bar.width}
                  height={bar.height}
                />
              )}
              {marks.map(({ x, size, count }) => (
                <text
                  key={x}
                  class="refused"
                  x={x}
                  y={laneHeight / 2}
                  text-anchor="middle"
                  dominant-baseline="central"
                  font-size={size}
                >
                  <title>{count}</title>✕
                </text>
              ))}
            </svg>
          </div>
          <span class="lane-count">{line.count.toLocaleString("en")}</span>
        </div>
      ))}
      <div class="lane-row">
        <span class="lane-label" />
        <div ref={plot} class="lane-plot">
          <svg width={width} height={18} aria-hidden="true">
            {ticksOf(timeline, width).map(({ x, text }) => (
              <g key={x}>
                <line class="tick" x1={x + 0.5} x2={x + 0.5} y1={0} y2={6} />
                <text class="scale" x={x + 2} y={15}>
                  {text}
                </text>
              </g>
            ))}
          </svg>
        </div>
        <span class="lane-count">calls</span>
      </div>
    </div>
  );
}

const shownNetworks = 4;

function Lines({
  lines,
  total,
  by,
}: {
  readonly lines: readonly Line[];
  readonly total: number;
  readonly by: Props["by"];
}) {
  const more = total > lines.length ? `, the latest ${lines.length} of ${total}` : "";
  const subject =
    by === "by"
      ? {
          heading: "Who",
          cell: (line: Line) => (
            <>
              <ArnLink arn={line.by} />
              {line.external && <strong> outside</strong>}
            </>
          ),
        }
      : {
          heading: "Role",
          cell: ({ role }: Line) => (role === null ? "not told" : <ArnLink arn={role} />),
        };
  const party = by === "by" ? [] : [{ heading: "Who", cell: (line: Line) => <Name text={line.by} /> }];
  return (
    <Table
      caption={`Assumptions${more}`}
      rows={lines}
      keyOf={({ role, by: who }) => `${role} ${who}`}
      columns={[
        subject,
        ...party,
        { heading: "Calls", number: true, cell: ({ count }) => count.toLocaleString("en") },
        { heading: "First", cell: ({ first }) => dateText(first) },
        { heading: "Last", cell: ({ last }) => dateText(last) },
        { heading: "Refused", cell: refusedText },
        { heading: "From where", cell: ({ networks }) => <bdi>{networksText(networks)}</bdi> },
      ]}
    />
  );
}

function refusedText({ refused, refusals }: Line): string {
  const [latest] = refusals;
  if (latest === undefined) return refused === 0 ? "" : String(refused);
  return `${refused}, last ${latest.hour.slice(0, 16).replace("T", " ")} (${latest.error})`;
}

function networksText(networks: readonly string[]): string {
  const more = networks.length - shownNetworks;
  return networks.slice(0, shownNetworks).join(", ") + (more > 0 ? `, ${more} more` : "");
}

export function roleHref(arn: string): string | null {
  return /^arn:[^:]*:iam::\d{12}:role\//.test(arn) ? hashOf("role", { arn }) : null;
}
