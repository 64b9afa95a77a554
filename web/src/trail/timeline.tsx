/** Assumptions over time: a lane a party (or role) with a column a day, and the same in tables. */
import { useRef, useState } from "preact/hooks";
import { hashOf } from "../app/address.ts";
import { visibleText } from "../finding/visible-text.ts";
import { ArnLink, Name } from "../parts/names.tsx";
import { Table } from "../parts/table.tsx";
import { useWidth } from "../parts/use-width.ts";
import { AllDays, DayChoice, type Differ } from "./day-choice.tsx";
import { DaySpan, daysOf, type Line, type Timeline } from "./days.ts";
import {
  DayScale,
  type Lane,
  laneHeight,
  markHeight,
  mostLanes,
  pathOf,
  pictureOf,
  ticksOf,
} from "./lanes.ts";
import "./trail.css";
import { dateText } from "./use-trail.ts";

type Props = {
  readonly timeline: Timeline;
  readonly total: number;
  readonly by: Differ;
};

export function AssumptionTimeline(props: Props) {
  if (props.timeline.lines.length === 0) return <p class="quiet">Nobody, as far as the trail goes.</p>;
  return <Told {...props} />;
}

function Told({ timeline, total, by }: Props) {
  const plot = useRef<HTMLDivElement>(null);
  const width = useWidth(plot);
  const { lines, countedFrom } = timeline;
  const [wanted, setWanted] = useState<string | null>(null);
  const days = daysOf(lines);
  const span = new DaySpan(timeline);
  const chosen = wanted ?? days.at(-1)?.day ?? span.at(span.count - 1);
  const scale = new DayScale(timeline, width);
  const { lanes, highest } = pictureOf(timeline, width);
  return (
    <>
      <div class="assumptions">
        <Drawing
          {...{ timeline, lanes, by, width, plot }}
          light={scale.placeOf(scale.columnOf(scale.span.indexOf(chosen)))}
        />
        <DayChoice days={days} span={span} chosen={chosen} onChoose={setWanted} by={by} />
      </div>
      <p class="quiet">
        A column is {scale.days === 1 ? "a day" : `${scale.days} days`}, and higher where there were more
        calls that were granted{highest > 0 && ` (the highest: ${highest.toLocaleString("en")})`}; ✕ is a call
        that was refused, at its hour.
        {lines.length > mostLanes && ` The latest ${mostLanes} are drawn; the table has more.`}
        {total > lines.length && ` Days count the calls of the latest ${lines.length} of ${total}.`}
        {countedFrom !== null &&
          ` Before ${dateText(countedFrom)} days are not counted whole: there was no room for all.`}
      </p>
      <AllDays days={days} by={by} />
      <Lines lines={lines} total={total} by={by} />
    </>
  );
}

function labelOf(line: Line, by: Differ): string {
  return by === "by" ? line.by : (line.role ?? "a role that is not told");
}

/** ARNs differ at their end. */
function shortOf(label: string): string {
  return label.startsWith("arn:") ? label.slice(label.lastIndexOf("/") + 1) || label : label;
}

type Light = { readonly x: number; readonly width: number };

type Drawn = Pick<Props, "timeline" | "by"> & {
  readonly lanes: readonly Lane[];
  readonly width: number;
  /** The day that is chosen. */
  readonly light: Light;
  readonly plot: { readonly current: HTMLDivElement | null };
};

function Drawing({ timeline, lanes, by, width, light, plot }: Drawn) {
  // All that it says stands in the tables.
  return (
    <div aria-hidden="true">
      {lanes.map((lane) => (
        <div class="lane-row" key={`${lane.line.role} ${lane.line.by}`}>
          <span class="lane-label" title={visibleText(labelOf(lane.line, by))}>
            <bdi>{visibleText(shortOf(labelOf(lane.line, by)))}</bdi>
          </span>
          <div class="lane-plot">
            <Strip lane={lane} width={width} light={light} />
          </div>
          <span class="lane-count">{lane.line.count.toLocaleString("en")}</span>
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

function Strip({
  lane: { line, columns, marks },
  width,
  light,
}: {
  readonly lane: Lane;
  readonly width: number;
  readonly light: Light;
}) {
  return (
    <svg width={width} height={laneHeight} aria-hidden="true">
      <rect class="chosen-day" x={light.x} width={light.width} y={0} height={laneHeight} />
      <line class="tick" x1={0} x2={width} y1={laneHeight - 0.5} y2={laneHeight - 0.5} />
      <path class={line.external ? "assumed outside" : "assumed"} d={pathOf(columns)} />
      {marks.map(({ x, size, count }) => (
        <text
          key={x}
          class="refused"
          x={x}
          y={markHeight / 2}
          text-anchor="middle"
          dominant-baseline="central"
          font-size={size}
        >
          <title>{count}</title>✕
        </text>
      ))}
    </svg>
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
  readonly by: Differ;
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
        { heading: "Days", number: true, cell: ({ days }) => daysWithCalls(days) },
        { heading: "First", cell: ({ first }) => dateText(first) },
        { heading: "Last", cell: ({ last }) => dateText(last) },
        { heading: "Refused", cell: refusedText },
        { heading: "From where", cell: ({ networks }) => <bdi>{networksText(networks)}</bdi> },
      ]}
    />
  );
}

function daysWithCalls(days: Line["days"]): string {
  return days.filter(({ granted }) => granted > 0).length.toLocaleString("en");
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
