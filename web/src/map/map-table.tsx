/** The table twin: the same boxes and arrows in words, for whoever does not look at pictures. */
import { useMemo } from "preact/hooks";
import { Name, SeverityMark } from "../parts/names.tsx";
import { Table } from "../parts/table.tsx";
import { isWithin, type Marks } from "./marks.ts";
import { type Box, type Layout, type Pair, riskWords } from "./model.ts";
import { useText } from "./use.ts";

const mostRows = 600;

export function MapTable({
  layout,
  marks,
  pairs,
  tellsUse,
  within,
  hashOfBox,
  onEnter,
}: {
  readonly layout: Layout;
  readonly marks: Marks;
  /** Between boxes, each for itself. */
  readonly pairs: readonly Pair[];
  /** Whether a trail was read. */
  readonly tellsUse: boolean;
  readonly within: string;
  readonly hashOfBox: (box: Box) => string;
  readonly onEnter: (box: number) => void;
}) {
  const labelOf = (at: number) => layout.boxes[at]?.label ?? "";
  // A table has room for what is too small to be drawn, too.
  const told = layout.boxes.length <= mostRows ? layout.boxes.keys().toArray() : marks.boxes;
  const boxes = told.flatMap((at) => {
    const box = layout.boxes[at];
    return box === undefined ? [] : [{ at, box }];
  });
  const counts = useMemo(() => countsOf(layout, pairs), [layout, pairs]);
  return (
    <div class="twin">
      <Table
        caption={`${boxes.length} boxes, ${within}`}
        rows={boxes}
        keyOf={({ box }) => box.id}
        columns={[
          {
            heading: "What",
            cell: ({ at, box }) => (
              <a
                href={hashOfBox(box)}
                onClick={(event) => {
                  event.preventDefault();
                  onEnter(at);
                }}
              >
                <bdi>{box.label}</bdi>
              </a>
            ),
          },
          { heading: "Kind", cell: ({ box }) => box.kind.replace("-", " ") },
          { heading: "In", cell: ({ box }) => (box.parent === null ? "" : <bdi>{labelOf(box.parent)}</bdi>) },
          { heading: "About", cell: ({ box }) => <bdi>{box.about}</bdi> },
          {
            heading: "Worst finding",
            cell: ({ box }) => (box.severity === null ? "" : <SeverityMark severity={box.severity} />),
          },
          { heading: "Lets in (trusts)", number: true, cell: ({ at }) => counts.into.get(at) ?? 0 },
          { heading: "Within (trusts)", number: true, cell: ({ at }) => marks.inside.get(at) ?? 0 },
          { heading: "Is let into (trusts)", number: true, cell: ({ at }) => counts.outOf.get(at) ?? 0 },
        ]}
      />
      <Table
        caption={`${marks.arrows.length} arrows${marks.isJoined ? ", some between larger boxes than are listed: open one to tell them apart" : ""}`}
        rows={marks.arrows}
        keyOf={({ from, to }) => `${from} ${to}`}
        columns={[
          { heading: "Who", cell: ({ from }) => <Name text={labelOf(from)} /> },
          { heading: "Is let in by", cell: ({ to }) => <Name text={labelOf(to)} /> },
          { heading: "Trusts", number: true, cell: ({ roles }) => roles },
          { heading: "Kind", cell: ({ risk }) => riskWords[risk] },
          { heading: "Certainty", cell: ({ proven }) => (proven ? "proven" : "may") },
          ...(tellsUse ? [{ heading: "Use", cell: ({ use }: Pair) => useText(use) }] : []),
        ]}
      />
    </div>
  );
}

/** By box: what crosses its border, inwards and outwards. */
function countsOf({ boxes }: Layout, pairs: readonly Pair[]) {
  const [into, outOf] = [new Map<number, number>(), new Map<number, number>()];
  const count = (sums: Map<number, number>, inner: number, outer: number, roles: number) => {
    for (
      let at: number | null = inner;
      at !== null && !isWithin(boxes, outer, at);
      at = boxes[at]?.parent ?? null
    )
      sums.set(at, (sums.get(at) ?? 0) + roles);
  };
  for (const { from, to, roles } of pairs) {
    count(into, to, from, roles);
    count(outOf, from, to, roles);
  }
  return { into, outOf };
}
