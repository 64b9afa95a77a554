/**
 * Fixes held against what CloudTrail has seen: every use that the policy has a say in is replayed over the policies as they would be.
 * One that would have been refused keeps the fix from being written.
 */
import type { RemovablePlace } from "../../../graph/reach/index.ts";
import { placeEdit } from "../../../graph/reach/index.ts";
import { editedSnapshot, type TrailFacts } from "../../../model/index.ts";
import { type AuditedUse, type ReplayWorld, replayEach } from "../../../trail/index.ts";
import { type Engine, engineOf } from "../../engine.ts";
import { replayWorld } from "../../trail/index.ts";
import { namesOf, SeenUses, whyRefused } from "../seen-uses.ts";
import type { FixAgain, FixPlan, PlannedFix } from "./plan-fixes.ts";
import type { SeenByTrail } from "./seen-by-trail.ts";

/** `isForced`: who would have been refused is told, and the fix is written all the same. */
export function guardedByTrail(
  plan: FixPlan,
  facts: TrailFacts,
  engine: Engine,
  { isForced }: { readonly isForced: boolean },
): FixPlan {
  const guard = new TrailGuard(facts, engine);
  const guarded = plan.fixes.map((fix) => guard.guarded(fix, isForced));
  return { ...plan, fixes: isForced ? guarded : guard.together(guarded) };
}

class TrailGuard {
  readonly #engine: Engine;
  readonly #world: ReplayWorld;
  readonly #uses: SeenUses;

  constructor(facts: TrailFacts, engine: Engine) {
    this.#engine = engine;
    this.#world = replayWorld(engine);
    this.#uses = new SeenUses(facts, this.#world);
  }

  guarded(fix: PlannedFix, isForced: boolean): PlannedFix {
    const again = (text: string): FixAgain | null => {
      const made = fix.again(text);
      if (made === null || made.reason !== null || isForced) return made;
      const { refused } = this.#seen(fix.place, made.engines.after);
      return refused.length === 0 ? made : { ...made, reason: reasonFor(refused) };
    };
    const made = fix.before === null ? null : fix.again(fix.before);
    if (made === null || made.statements.length === 0) return { ...fix, again };
    const seen = this.#seen(fix.place, made.engines.after);
    const isRefused = seen.refused.length > 0 && !isForced && fix.state !== "refused";
    return isRefused
      ? { ...fix, again, seen, state: "refused", reason: reasonFor(seen.refused) }
      : { ...fix, again, seen };
  }

  /** Each may leave a way that another takes. */
  together(fixes: readonly PlannedFix[]): readonly PlannedFix[] {
    const planned = fixes.filter(({ state }) => state === "planned");
    if (planned.length < 2) return fixes;
    const { snapshot, config } = this.#engine;
    const edits = planned.flatMap(({ place, after }) => placeEdit(snapshot, place, after) ?? []);
    const edited = editedSnapshot(snapshot, edits);
    if (!edited.ok) throw new Error(`planned fixes fit no snapshot: ${edited.error.message}`);
    const after = engineOf(edited.value, config);
    return fixes.map((fix) => {
      if (fix.state !== "planned") return fix;
      const { refused } = this.#seen(fix.place, after);
      if (refused.length === 0) return fix;
      const { why, advice } = reasonFor(refused);
      return { ...fix, state: "refused", reason: { why: `with the other fixes: ${why}`, advice } };
    });
  }

  #seen(place: RemovablePlace, engine: Engine): SeenByTrail {
    const after = { ...replayWorld(engine), origin: this.#world };
    const { calls, refused } = this.#uses.heldAgainst(
      (one) => hasSay(place, one),
      (use) => replayEach(use, after),
    );
    return { calls, refused: namesOf(refused) };
  }
}

/** A trust policy is asked when its role is assumed; a policy of groups, or a managed one, may be anybody's. */
function hasSay(place: RemovablePlace, { role, caller }: AuditedUse): boolean {
  switch (place.kind) {
    case "trust-policy":
      return role?.arn === place.role;
    case "inline-policy":
    case "attachment":
      return caller.arn === place.holder || /:group\//.test(place.holder);
    case "managed-policy":
      return true;
    case "resource-policy":
      return false;
  }
}

function reasonFor(refused: readonly string[]): { readonly why: string; readonly advice: string } {
  return {
    why: whyRefused(refused),
    advice:
      "Let them in by the policy first, or, where they must not come in any more, ask again with --despite-trail.",
  };
}
