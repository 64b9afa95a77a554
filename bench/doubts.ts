/** How many edges of an organization are only *may*, and why. */
import { buildAssumeGraph, trustReader } from "../src/graph/index.ts";
import { openSnapshot } from "../src/store/index.ts";

export type Doubts = {
  readonly edges: number;
  readonly may: number;
  /** Edges by cause; an edge with two causes counts for both. */
  readonly causes: ReadonlyMap<string, number>;
};

const causes: readonly (readonly [cause: string, reason: RegExp])[] = [
  ["a policy variable whose value is not known", /\$\{/],
  ["a key with many values, without a set operator", /has many values/],
  [
    "a construct that AWS's grammar does not know",
    /not well-formed|not understood|does not accept|no principal/,
  ],
  ["NotPrincipal in a Deny", /NotPrincipal/],
  ["control policies that were not collected", /RCPs/],
];

export async function doubtsOf(snapshotPath: string): Promise<Doubts> {
  const opened = await openSnapshot(snapshotPath, {
    cache: false,
    engineVersion: "bench",
    configHash: "bench",
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const { snapshot } = opened.value;
  const graph = buildAssumeGraph(trustReader(snapshot));
  const counts = new Map<string, number>();
  let edges = 0;
  let may = 0;
  for (let role = 0; role < snapshot.roles.count; role++) {
    for (const { certainty } of graph.grantsOf(role)) {
      edges++;
      if (certainty.kind === "proven") continue;
      may++;
      for (const cause of new Set(certainty.reasons.map(causeOf))) {
        counts.set(cause, (counts.get(cause) ?? 0) + 1);
      }
    }
  }
  return { edges, may, causes: counts };
}

function causeOf(reason: string): string {
  return causes.find(([, pattern]) => pattern.test(reason))?.[0] ?? reason;
}
