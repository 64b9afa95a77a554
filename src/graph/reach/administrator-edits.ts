/** How an administrator gives permissions to a principal of its account, to act as just that one. */
import type { Subject } from "../../authz/calls/index.ts";
import { techniques } from "../techniques/catalogue.ts";
import { attempts, type Workshop } from "./attempt.ts";
import { firstTechnique } from "./edge-table.ts";
import type { Target } from "./place.ts";

export type Edit = { readonly kind: number; readonly proven: boolean };

/** By the wanted principals' numbers: the first technique that surely works, else the first that may. */
export function editsBy(
  administrator: Subject,
  shop: Workshop,
  wanted: ReadonlySet<number>,
  numberOf: (target: Target) => number,
): ReadonlyMap<number, Edit> {
  const found = new Map<number, Edit>();
  for (const [number, technique] of techniques.entries()) {
    if (technique.gives.kind !== "edited") continue;
    for (const { gives, certainty } of attempts(administrator, null, technique, shop)) {
      if (gives.kind !== "changed") continue;
      const target = numberOf(gives.target);
      const proven = certainty.kind === "proven";
      const known = found.get(target);
      if (wanted.has(target) && (known === undefined || (proven && !known.proven)))
        found.set(target, { kind: firstTechnique + number, proven });
    }
  }
  return found;
}
