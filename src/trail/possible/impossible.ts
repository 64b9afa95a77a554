/**
 * Uses that happened and that today's policies would not let happen, with what explains them. That is how the engine is held to real
 * life: what nothing explains is a mistake of ours.
 */
import type { DecisionLayer } from "../../authz/request-question.ts";
import type { Snapshot } from "../../model/index.ts";
import type { AuditedUse, AuditWorld } from "../audit/index.ts";

export type ImpossibleCause =
  /** The role, or its account's roles by that name, is not there any more. */
  | "role-gone"
  | "role-made-anew"
  | "caller-gone"
  | "caller-made-anew"
  /** Seen before the snapshot alone: the policies were changed in between. */
  | "changed-since"
  /** Seen after the snapshot alone: the snapshot is older. */
  | "snapshot-older"
  /** A role that assumes itself; some old ones may without their trust policy's word (IAM-SEMANTICS 27). */
  | "own-role"
  /** Both before the snapshot and after it. */
  | "not-explained";

export type ImpossibleUse = {
  readonly one: AuditedUse;
  readonly cause: ImpossibleCause;
  /** One sentence. */
  readonly because: string;
  /** Which layers refuse it now; empty where nobody is there to be asked. */
  readonly blockedBy: readonly DecisionLayer[];
};

/** A use of which the trail does not tell enough to say whether it is possible. */
export type OpenUse = { readonly one: AuditedUse; readonly because: string };

export type Unexplained = {
  readonly impossible: readonly ImpossibleUse[];
  readonly open: readonly OpenUse[];
};

export function impossibleUses(world: AuditWorld, snapshot: Snapshot): Unexplained {
  const impossible: ImpossibleUse[] = [];
  const open: OpenUse[] = [];
  for (const one of world.uses) {
    if (!one.use.granted || one.roleName === null) continue;
    const absent = absence(one);
    if (absent !== null) {
      impossible.push({ one, ...absent, blockedBy: [] });
      continue;
    }
    const now = world.replayed(one);
    if (now.kind === "unknown") open.push({ one, because: openReason(now.keys, now.reasons) });
    else if (now.kind === "refused") {
      const { blockedBy } = now.decision;
      impossible.push({ one, ...change(one, snapshot), blockedBy });
    }
  }
  return { impossible, open };
}

type Told = Pick<ImpossibleUse, "cause" | "because">;

function absence({ target, caller, role }: AuditedUse): Told | null {
  if (target.standing.kind === "gone") {
    return { cause: "role-gone", because: "the snapshot holds its account, and no such role" };
  }
  if (target.standing.kind === "made-anew") {
    return {
      cause: "role-made-anew",
      because: `the role was made anew since, at ${dateOf(role?.createdAt ?? 0)}`,
    };
  }
  switch (caller.standing.kind) {
    case "gone":
      return { cause: "caller-gone", because: "the snapshot holds the caller's account, and no such caller" };
    case "made-anew":
      return {
        cause: "caller-made-anew",
        because:
          "the caller was made anew under the same name since: trust in the old one is no trust in the new",
      };
    default:
      return null;
  }
}

function change({ use, caller, roleName }: AuditedUse, { createdAt }: Snapshot): Told {
  if (roleName !== null && caller.arn === roleName) {
    return {
      cause: "own-role",
      because: "the role assumed itself, which some old roles may without their trust policy's word",
    };
  }
  const taken = createdAt * 1000;
  if (use.last < taken) {
    return {
      cause: "changed-since",
      because: `seen last at ${new Date(use.last).toISOString()}, before the snapshot: a policy was changed since`,
    };
  }
  if (use.first >= taken) {
    return {
      cause: "snapshot-older",
      because: `seen first at ${new Date(use.first).toISOString()}, after the snapshot: take a new one`,
    };
  }
  return {
    cause: "not-explained",
    because:
      "seen both before and after the snapshot: a policy was changed and changed back, or AccessLens is wrong about it",
  };
}

function openReason(keys: readonly string[], reasons: readonly string[]): string {
  const told = keys.length === 0 ? [] : [`the trail does not tell ${keys.join(", ")}`];
  return [...told, ...reasons].join("; ") || "the trail does not tell enough";
}

function dateOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
