/** Changes over time as a picture: who gained above the line, who lost below, and each account in a row of its own. */
import { useRef, useState } from "preact/hooks";
import { visibleText } from "../finding/visible-text.ts";
import { severityMarks } from "../parts/names.tsx";
import { useWidth } from "../parts/use-width.ts";
import {
  type Bucket,
  bucketText,
  halfHeight,
  middleOf,
  periodOf,
  slotAt,
  type Timeline,
  type TimelineLayout,
  timelineLayout,
} from "./timeline-layout.ts";

type Zoom = (at: number, unit: Timeline["unit"]) => void;

export function TimelinePicture({
  timeline,
  onZoom,
  onLeave,
  accountHref,
}: {
  readonly timeline: Timeline;
  readonly onZoom: Zoom;
  /** One step out. */
  readonly onLeave: () => void;
  readonly accountHref: (account: string | null) => string;
}) {
  const plot = useRef<HTMLDivElement>(null);
  const width = useWidth(plot);
  const layout = timelineLayout(timeline, width);
  return (
    <div class="timeline">
      <div class="timeline-label">
        <div class="gains">
          <span aria-hidden="true">▲ </span>gained
          <div class="quiet">
            <svg class="key" width="12" height="12" aria-hidden="true">
              <OutsiderPattern id="outsiders-key" />
              <rect width="12" height="12" class="bar gained" />
              <rect width="12" height="12" fill="url(#outsiders-key)" />
            </svg>{" "}
            outsiders
          </div>
        </div>
        <div class="loses">
          <span aria-hidden="true">▼ </span>lost
        </div>
      </div>
      <div ref={plot} class="timeline-plot">
        <Bars timeline={timeline} layout={layout} width={width} onZoom={onZoom} onLeave={onLeave} />
      </div>
      {timeline.accounts.map(({ account, name, events, buckets }) => (
        <Lane
          key={account ?? "organization"}
          label={name ?? account ?? "organization"}
          href={accountHref(account)}
          events={events}
          buckets={buckets}
          timeline={timeline}
          width={width}
        />
      ))}
    </div>
  );
}

/** Stripes: what concerns outsiders is told by more than a colour. */
function OutsiderPattern({ id }: { readonly id: string }) {
  return (
    <defs>
      <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="3" height="6" class="stripe" />
      </pattern>
    </defs>
  );
}

const axisHeight = 18;
const height = 2 * halfHeight + axisHeight + 8;

function Bars({
  timeline,
  layout,
  width,
  onZoom,
  onLeave,
}: {
  readonly timeline: Timeline;
  readonly layout: TimelineLayout;
  readonly width: number;
  readonly onZoom: Zoom;
  readonly onLeave: () => void;
}) {
  const { slots, bars, ticks, most } = layout;
  const [chosen, setChosen] = useState<number | null>(null);
  const last = slots.length - 1;
  // The latest in which something happened.
  const latest = slots.findLastIndex(({ bucket }) => bucket.events > 0);
  const at = Math.min(last, chosen ?? Math.max(0, latest));
  const slot = slots[at];
  const told =
    slot === undefined ? "" : `${periodOf(slot.bucket.at, timeline.unit)}: ${bucketText(slot.bucket)}`;
  const zoom = () => slot !== undefined && timeline.unit !== "hour" && onZoom(slot.bucket.at, timeline.unit);
  const onKeyDown = (event: KeyboardEvent) => {
    const to = stepOf(event.key, at, slots);
    if (to !== null) setChosen(to);
    else if (event.key === "Enter") zoom();
    else if (event.key === "Escape") onLeave();
    else return;
    event.preventDefault();
  };
  const place = (event: MouseEvent): number => {
    const box = event.currentTarget instanceof Element ? event.currentTarget.getBoundingClientRect() : null;
    return box === null ? -1 : slotAt(slots, event.clientX - box.left);
  };
  const middle = halfHeight + 4;
  return (
    <>
      <div
        class="timeline-bars"
        role="slider"
        tabIndex={0}
        aria-label={`Changes by ${timeline.unit}: arrows move, Enter looks closer, Escape steps back`}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={at}
        aria-valuetext={told}
        onKeyDown={onKeyDown}
        onMouseMove={(event) => {
          const to = place(event);
          if (to >= 0) setChosen(to);
        }}
        onClick={zoom}
      >
        <svg width={width} height={height} aria-hidden="true">
          <OutsiderPattern id="outsiders" />
          {slot !== undefined && (
            <rect
              class="chosen-slot"
              x={slot.x}
              y={0}
              width={Math.max(2, slot.width)}
              height={2 * halfHeight + 8}
            />
          )}
          {bars.map(({ x, width: wide, gained, outsiders, lost }) => (
            <g key={x}>
              <rect class="bar gained" x={x} y={middle - gained} width={wide} height={gained} />
              <rect fill="url(#outsiders)" x={x} y={middle - outsiders} width={wide} height={outsiders} />
              <rect class="bar lost" x={x} y={middle} width={wide} height={lost} />
            </g>
          ))}
          <line class="axis" x1={0} x2={width} y1={middle} y2={middle} />
          <text class="scale" x={width - 2} y={11} text-anchor="end">
            max {most}
          </text>
          {ticks.map(({ x, text }) => (
            <g key={x}>
              <line class="tick" x1={x + 0.5} x2={x + 0.5} y1={2} y2={2 * halfHeight + 12} />
              <text class="scale" x={x + 3} y={height - 4}>
                {text}
              </text>
            </g>
          ))}
        </svg>
      </div>
      <p class="readout" aria-hidden="true">
        {told}
      </p>
    </>
  );
}

/** Page keys go to the next one in which something happened. Null: another key. */
function stepOf(key: string, at: number, slots: TimelineLayout["slots"]): number | null {
  const last = slots.length - 1;
  const isBusy = (slot: number): boolean => (slots[slot]?.bucket.events ?? 0) > 0;
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return Math.max(0, at - 1);
    case "ArrowRight":
    case "ArrowUp":
      return Math.min(last, at + 1);
    case "Home":
      return 0;
    case "End":
      return last;
    case "PageDown": {
      const before = slots.findLastIndex((_, slot) => slot < at && isBusy(slot));
      return before >= 0 ? before : at;
    }
    case "PageUp": {
      const next = slots.findIndex((_, slot) => slot > at && isBusy(slot));
      return next >= 0 ? next : at;
    }
    default:
      return null;
  }
}

const laneHeight = 24;

function Lane({
  label,
  href,
  events,
  buckets,
  timeline,
  width,
}: {
  readonly label: string;
  readonly href: string;
  readonly events: number;
  readonly buckets: readonly Bucket[];
  readonly timeline: Timeline;
  readonly width: number;
}) {
  return (
    <>
      <div class="timeline-label lane">
        <a href={href} title={label}>
          <bdi>{visibleText(label)}</bdi>
        </a>{" "}
        <span class="quiet">{events.toLocaleString("en")}</span>
      </div>
      {/* What the marks say stands in the table, and behind the account's name. */}
      <svg class="lane" width={width} height={laneHeight} aria-hidden="true">
        <line class="tick" x1={0} x2={width} y1={laneHeight / 2} y2={laneHeight / 2} />
        {buckets.map((bucket) => (
          <text
            key={bucket.at}
            class={`severity ${bucket.worst}`}
            x={middleOf(timeline, bucket.at, width)}
            y={laneHeight / 2}
            text-anchor="middle"
            dominant-baseline="central"
            font-size={Math.min(20, 11 + 3 * Math.log2(bucket.events))}
          >
            <title>{`${periodOf(bucket.at, timeline.unit)}: ${bucketText(bucket)}`}</title>
            {severityMarks[bucket.worst]}
          </text>
        ))}
      </svg>
    </>
  );
}
