/**
 * What those come to whom everybody asks about first, outsiders and anyone: worked out once for a snapshot and kept in its
 * cache, as it takes a second and more for a large organization.
 */
import { blastRadius, type ReachGraph } from "../graph/reach/index.ts";
import type { CacheSection } from "../store/index.ts";
import type { Engine } from "./engine.ts";

export type Radius = ReturnType<typeof blastRadius>;

/** As most questions have it. */
export const usualHops = 8;

const starts = ["external", "anyone"] as const;

/** By their start, within {@link usualHops} and by hops that may be possible too. Without a cache nothing is worked out ahead. */
export async function keptRadii(
  { cache, expansion }: Pick<Engine, "cache" | "expansion">,
  reach: ReachGraph,
  tell: (message: string) => void,
): Promise<ReadonlyMap<string, Radius>> {
  const found = new Map<string, Radius>();
  if (cache === null) return found;
  const added: CacheSection[] = [];
  for (const kind of starts) {
    const name = `radius/${kind}/${usualHops}`;
    const kept = cache.json(name)?.value;
    if (isRadius(kept)) {
      found.set(kind, kept);
      continue;
    }
    tell(`looking for what ${kind === "external" ? "outsiders" : "anyone"} can come to`);
    const radius = blastRadius(reach, { from: { kind }, mostHops: usualHops, onlyProven: false }, expansion);
    found.set(kind, radius);
    added.push({ name, data: { json: radius } });
  }
  // A cache that can't be written costs time, not answers.
  if (added.length > 0) await cache.write(added);
  return found;
}

/** The cache's checksum says that this is what was written, so a look at its outline is enough. */
function isRadius(value: unknown): value is Radius {
  return typeof value === "object" && value !== null && "reached" in value && Array.isArray(value.reached);
}
