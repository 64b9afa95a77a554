/** What a server answers about: one snapshot, scanned, with its graph; all of it is at hand before the first question. */

import type { ReachGraph } from "../graph/reach/index.ts";
import type { AcceptedFile } from "../work/accepted-file.ts";
import type { DriftHistory } from "../work/history/index.ts";
import type { Radius } from "../work/kept-radii.ts";
import { type MapGround, mapGround } from "../work/map/index.ts";
import type { NamedIn } from "../work/named-in-snapshot.ts";
import { type Overview, overviewOf } from "../work/overview.ts";
import type { Scan } from "../work/scan.ts";
import type { ReadTrail } from "../work/trail/show/index.ts";

export type Served = {
  readonly scan: Scan;
  /** Of the scan: it takes a look at every edge. */
  readonly overview: Overview;
  readonly reach: ReachGraph;
  readonly map: MapGround;
  /** What outsiders and anyone come to, where it is at hand: see `keptRadii`. */
  readonly radii: ReadonlyMap<string, Radius>;
  /** What is accepted: asked anew for each answer, since people and other processes write the file meanwhile. */
  readonly accepted: AcceptedFile;
  /** What a store remembers; null: there is none. */
  readonly history: DriftHistory | null;
  /** What really happened, once it is read; null: the server was started without a trail. */
  readonly trail: ReadTrail | null;
  /** Without external IDs in the answers. */
  readonly masksExternalIds: boolean;
  /** What the snapshot is called in messages. */
  readonly where: string;
};

/** `scan`: with chains. */
export function servedOf(
  scan: Scan,
  settings: Pick<Served, "accepted" | "masksExternalIds" | "where"> &
    Partial<Pick<Served, "radii" | "history">>,
): Served {
  const { reach } = scan;
  if (reach === null) throw new Error("a server answers about chains, too");
  return {
    radii: new Map(),
    history: null,
    trail: null,
    ...settings,
    scan,
    reach,
    overview: overviewOf(scan),
    map: mapGround({ ...scan, reach }),
  };
}

export function namedIn({ scan, where }: Served): NamedIn {
  return { snapshot: scan.engine.snapshot, where };
}
