/** Takes back what a rotation wrote into a trust policy, or brings it to its end: unless that lets in what was revoked. */
import { type AppliedChange, isAccountId } from "../../../model/index.ts";
import type { StateStore } from "../../../store/state/index.ts";
import type { Access } from "../grants/write-access.ts";
import { type Direction, notEntered, notReadable, type UndoPlan } from "../undo-plan.ts";
import { readTrusts, trustWriter } from "./live-trusts.ts";
import { roleOf } from "./role-names.ts";
import { type Step, trustStep } from "./rotation.ts";
import { inverseOf, mayStandAfter, mergeOfStep, storedStep } from "./rotation-change.ts";
import { trustsOf } from "./verify.ts";

/** Rejects with what AWS answers. */
export async function planRotationUndo(
  change: AppliedChange,
  direction: Direction,
  access: Access,
  store: Pick<StateStore, "externalIdRecord">,
): Promise<UndoPlan> {
  const back = storedStep(change.inverse);
  const role = roleOf(change.target);
  if (back === null || role === null || !isAccountId(change.account)) {
    return { kind: "refused", ...notReadable };
  }
  if (!access.canEnter(role.account)) return { kind: "refused", ...notEntered(role.account) };
  const step = direction === "back" ? back : inverseOf(back);
  const revoked = await letsInRevoked(step, store);
  if (revoked !== null) return revoked;
  const live = { access, connection: access.connection };
  const policy = await trustWriter(live).standing({ arn: role.arn, account: role.account });
  const { text: before } = await policy.read();
  const merge = mergeOfStep(step);
  const merged = merge(before);
  if (merged.kind === "refused") return merged;
  // Who is let in, as it stands now: others than the relationship's third party may have come since.
  const [known] = trustsOf(await readTrusts(live, [role.arn]), [role.arn], []);
  if (known === undefined) throw new Error("a role that was named is told");
  const planned = trustStep(step, { ...known, trust: before });
  if (planned.state === "error") {
    return {
      kind: "refused",
      why: (planned.why ?? "it can't be proven").replace(/\.$/, ""),
      advice: "Look at the role's trust policy first: accesslens external-id verify --live",
    };
  }
  return {
    kind: merged.kind === "same" ? "same" : "change",
    policy,
    before,
    after: merged.kind === "same" ? before : merged.text,
    merge,
    sids: new Set(),
    inverse: () => JSON.stringify(inverseOf(step)),
    mayStand: mayStandAfter(step, known),
  };
}

/** After the step, `new` is let in: by itself, or beside the other one, which was let in before. */
async function letsInRevoked(
  step: Step,
  store: Pick<StateStore, "externalIdRecord">,
): Promise<Extract<UndoPlan, { readonly kind: "refused" }> | null> {
  const record = await store.externalIdRecord(step.new);
  if (record?.state !== "revoked") return null;
  return {
    kind: "refused",
    why: `it would let in an external ID of ${record.relationship} that was revoked, for good`,
    advice: "Begin another rotation: accesslens external-id rotate",
  };
}
