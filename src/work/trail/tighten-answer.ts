/** Tightened trust policies of roles, as programs get them. */
import type { RoleIndex, TrailFacts } from "../../model/index.ts";
import { type AuditedUse, tightenTrust, usesByRole, whyNotWatched } from "../../trail/index.ts";
import type { ObservedWorld } from "./observed-world.ts";
import { coverageOf, isoTime } from "./trail-answers.ts";
import type { TightenAnswer } from "./trail-shape.ts";

/** `roles`: these; null: all that were used, those left out that stay as they are. */
export function tightenAnswer(
  { audit, replay, engine }: ObservedWorld,
  facts: TrailFacts,
  roles: readonly RoleIndex[] | null,
  progress: (done: number, of: number) => void,
): TightenAnswer {
  const uses = usesByRole(audit);
  const chosen = roles ?? [...uses.keys()].toSorted((a, b) => a - b);
  const told = chosen.map((index, done) => {
    progress(done, chosen.length);
    return tightened(index, uses.get(index) ?? [], { audit, replay, engine });
  });
  return {
    ...coverageOf(facts),
    roles: roles === null ? told.filter(({ state }) => state === "tightened") : told,
  };
}

function tightened(
  index: RoleIndex,
  uses: readonly AuditedUse[],
  { audit, replay, engine }: ObservedWorld,
): TightenAnswer["roles"][number] {
  const role = engine.snapshot.roles.row(index);
  const trust = audit.trustOf(role);
  const none = {
    role: role.arn,
    state: "not-tightened",
    after: null,
    narrowings: [],
    verified: null,
  } as const;
  if (trust?.text === undefined) {
    return {
      ...none,
      narrowings: [],
      impossible: [],
      before: "",
      why: "the snapshot does not hold its trust policy",
    };
  }
  const { text } = trust;
  // Who came unseen would be refused.
  const unwatched = whyNotWatched(audit.facts, role.account);
  if (unwatched !== null) return { ...none, narrowings: [], impossible: [], before: text, why: unwatched };
  const made = tightenTrust({ role, trust: { ...trust, text }, uses }, replay);
  if (made.kind === "not-tightened") {
    return { ...none, narrowings: [], impossible: [], before: text, why: made.why };
  }
  return {
    role: role.arn,
    state: "tightened",
    why: null,
    before: made.before,
    after: made.after,
    narrowings: made.narrowings.map((one) => ({ ...one, by: [...one.by] })),
    verified: made.verified,
    impossible: made.impossible.map(({ by, use }) => ({
      by,
      count: use.count,
      first: isoTime(use.first),
      last: isoTime(use.last),
    })),
  };
}
