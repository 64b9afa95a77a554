/** A caller's own policy as the journal keeps it, and how a change of it is taken back: whole, since it is ours alone. */
import { z } from "zod";
import { type AppliedChange, isAccountId } from "../../../model/index.ts";
import type { Merge } from "../../../provision/index.ts";
import { isSamePolicy } from "../../../provision/roles/index.ts";
import type { Access } from "../grants/write-access.ts";
import { type Direction, notEntered, notReadable, type UndoPlan } from "../undo-plan.ts";
import { openHubPolicy } from "./open-hub.ts";

/** The kind of such changes in the journal. */
export const hubChange = "hub-policy";

const inverseShape = z.strictObject({
  arn: z.string(),
  policy: z.string(),
  /** What stood there before; null: nothing. */
  text: z.string().nullable(),
});

type JournaledHub = z.infer<typeof inverseShape>;

export function journaledHub(hub: JournaledHub): string {
  return JSON.stringify(hub);
}

function readJournaledHub(text: string): JournaledHub | null {
  const read = inverseShape.safeParse(JSON.parse(text));
  return read.success ? read.data : null;
}

/** Rejects with what AWS answers. */
export async function planHubUndo(
  change: AppliedChange,
  direction: Direction,
  access: Access,
): Promise<UndoPlan> {
  const hub = readJournaledHub(change.inverse);
  const { account } = change;
  if (hub === null || !isAccountId(account)) return { kind: "refused", ...notReadable };
  if (!access.canEnter(account)) return { kind: "refused", ...notEntered(account) };
  const policy = await openHubPolicy({ arn: hub.arn, policy: hub.policy, account }, access);
  const { text: before } = await policy.read();
  const [from, to] = direction === "back" ? [change.after, hub.text] : [change.before, change.after];
  const merge = replacement(from, to);
  const merged = merge(before);
  if (merged.kind === "refused") return merged;
  const common = {
    ...{ policy, before, merge, sids: new Set<string>(), mayStand: () => null },
    inverse: (standing: string | null) =>
      direction === "back" ? journaledHub({ ...hub, text: standing }) : change.inverse,
  };
  return merged.kind === "same"
    ? { kind: "same", ...common, after: before }
    : { kind: "change", ...common, after: merged.text };
}

/** `from` is what has to stand there: what others have made of it since is not written over. */
function replacement(from: string | null, to: string | null): Merge {
  return (standing) => {
    if (isAlike(standing, to)) return { kind: "same" };
    if (isAlike(standing, from)) return { kind: "changed", text: to };
    return {
      kind: "refused",
      why: "the policy has changed since",
      advice: "Take back what was done to it since first: accesslens changes list",
    };
  };
}

function isAlike(a: string | null, b: string | null): boolean {
  return a === null || b === null ? a === b : isSamePolicy(a, b, "identity");
}
