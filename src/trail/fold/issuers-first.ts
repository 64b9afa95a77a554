/** Assumptions of one second, put in an order in which none comes before the one that issued its key. */
import type { Assumption } from "./join-copies.ts";

/** Of a role's session; null: there is none, or nothing tells whose. */
export function keyIssuedBy({ outcome, role }: Assumption): string | null {
  return outcome.kind === "granted" && role !== null ? outcome.key : null;
}

/** Who issued which key; of two, the later by time and id. */
export function issuersOf(assumptions: readonly Assumption[]): ReadonlyMap<string, Assumption> {
  const issuers = new Map<string, Assumption>();
  for (const one of assumptions) {
    const key = keyIssuedBy(one);
    if (key !== null) issuers.set(key, one);
  }
  return issuers;
}

/** Those that wait for each other in a circle come in the order that they are given in, which no trail of AWS's has. */
export function issuersFirst(
  assumptions: readonly Assumption[],
  issuers: ReadonlyMap<string, Assumption>,
): readonly Assumption[] {
  const issuerOf = ({ callerKey }: Assumption): Assumption | undefined =>
    callerKey === null ? undefined : issuers.get(callerKey);
  if (!assumptions.some((one) => issuerOf(one) !== undefined)) return assumptions;
  const taken = new Set<Assumption>();
  return assumptions.flatMap((one) => {
    const way: Assumption[] = [];
    for (let at: Assumption | undefined = one; at !== undefined && !taken.has(at); at = issuerOf(at)) {
      taken.add(at);
      way.push(at);
    }
    return way.reverse();
  });
}
