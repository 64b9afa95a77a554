/** Outsiders that are not AWS itself: the accounts from which its services act lead nobody on. */
import { type Outsider, outsidersOf } from "../../outsiders.ts";
import type { TrustView } from "../../rule.ts";

export function strangersOf(view: Pick<TrustView, "role" | "grants" | "context">): readonly Outsider[] {
  return outsidersOf(view).filter(({ standing }) => standing.kind !== "aws-service");
}
