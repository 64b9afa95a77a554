/** A reach graph as named typed arrays, for a cache to keep; and back. */
import type { GraphSection, SectionSource } from "../sections.ts";
import { techniques } from "../techniques/catalogue.ts";
import { techniqueEngine } from "./build-reach.ts";
import type { Edges } from "./edge-table.ts";
import { Entrance } from "./entrance.ts";
import { ReachNodes } from "./nodes.ts";
import { ReachGraph } from "./reach-graph.ts";
import type { ReachScope } from "./reach-scope.ts";

const external = 1;
const anyone = 2;
const proven = 4;

export function reachSections(graph: ReachGraph): readonly GraphSection[] {
  const { start, other, kind, proven: sure } = graph.forward;
  const entrances = new Uint32Array(graph.entrances.length * 3);
  for (const [at, entrance] of graph.entrances.entries()) {
    entrances[at * 3] = entrance.role;
    entrances[at * 3 + 1] = entrance.index;
    entrances[at * 3 + 2] =
      (entrance.external ? external : 0) | (entrance.anyone ? anyone : 0) | (entrance.proven ? proven : 0);
  }
  return [
    { name: "reach/techniques", data: catalogueText() },
    { name: "reach/start", data: start },
    { name: "reach/other", data: other },
    { name: "reach/kind", data: new Uint8Array(kind.buffer, kind.byteOffset, kind.byteLength) },
    { name: "reach/proven", data: sure },
    { name: "reach/entrances", data: entrances },
    { name: "reach/members", data: graph.nodes.members },
    { name: "reach/administered", data: Uint32Array.from(graph.administered) },
    { name: "reach/limited", data: Uint32Array.from(graph.limited) },
  ];
}

/** Null: some section is missing, of another catalogue of techniques, or does not fit; build the graph again then. */
export function reachFromSections(scope: ReachScope, source: SectionSource): ReachGraph | null {
  const catalogue = source.bytes("reach/techniques");
  const start = source.uint32("reach/start");
  const other = source.uint32("reach/other");
  const kinds = source.bytes("reach/kind");
  const sure = source.bytes("reach/proven");
  const entrances = source.uint32("reach/entrances");
  const members = source.uint32("reach/members");
  const administered = source.uint32("reach/administered");
  const limited = source.uint32("reach/limited");
  if (catalogue === null || start === null || other === null || kinds === null || sure === null) return null;
  if (entrances === null || members === null || administered === null || limited === null) return null;
  if (!isSame(catalogue, catalogueText())) return null;
  const nodes = new ReachNodes(scope.snapshot).withMembers(members);
  const edges = other.length;
  const fits =
    start.length === nodes.count + 1 &&
    start.at(-1) === edges &&
    kinds.length === edges * 2 &&
    sure.length === edges &&
    entrances.length % 3 === 0;
  if (!fits) return null;
  const kind = new Uint16Array(kinds.buffer, kinds.byteOffset, edges);
  const forward: Edges = { nodes: nodes.count, start, other, kind, proven: sure };
  return new ReachGraph(scope, techniqueEngine(scope), nodes, forward, {
    entrances: Array.from({ length: entrances.length / 3 }, (_, at) => {
      const flags = entrances[at * 3 + 2] ?? 0;
      return new Entrance(scope.assumptions, entrances[at * 3] ?? 0, entrances[at * 3 + 1] ?? 0, {
        external: (flags & external) !== 0,
        anyone: (flags & anyone) !== 0,
        proven: (flags & proven) !== 0,
      });
    }),
    administered,
    limited: [...limited],
  });
}

/** Edges point into the catalogue: one that changed makes them worthless. */
function catalogueText(): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(techniques));
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
