/** How an administrator gives permissions to a principal of its account, to act as just that one. */
import type { Subject } from "../../authz/calls/index.ts";
import type { Arn } from "../../model/index.ts";
import { techniques } from "../techniques/catalogue.ts";
import { attempts, type Workshop } from "./attempt.ts";
import { firstTechnique } from "./edge-table.ts";

export type Edit = { readonly kind: number; readonly proven: boolean };

/**
 * By the wanted principals: the first technique that surely works, else the first that may. `frees`: those that take the
 * boundary away, too.
 */
export function editsBy(
  administrator: Subject,
  shop: Workshop,
  wanted: Iterable<Arn>,
  frees: boolean,
): ReadonlyMap<Arn, Edit> {
  const found = new Map<Arn, Edit>();
  const open = new Set(wanted);
  for (const [number, technique] of techniques.entries()) {
    if (technique.gives.kind !== "edited" || (technique.gives.frees === true) !== frees) continue;
    for (const { gives, certainty } of attempts(administrator, null, technique, { ...shop, edited: open })) {
      if (gives.kind !== "changed") continue;
      const { arn } = gives.target.kind === "role" ? gives.target.role : gives.target.user;
      const proven = certainty.kind === "proven";
      if (proven || !found.has(arn)) found.set(arn, { kind: firstTechnique + number, proven });
      if (proven) open.delete(arn);
    }
    if (open.size === 0) break;
  }
  return found;
}
