/** What `accesslens role` tells, as JSON; its schema is made from it. */
import { z } from "zod";
import type { Who } from "../../../graph/index.ts";
import type { CoverageGap } from "../../../model/index.ts";
import { maskPolicyText, maskValue } from "../../../policy/index.ts";
import type {
  PlannedHub,
  PlannedRole,
  RoleDifference,
  RolePlan,
  RoleStep,
} from "../../../provision/roles/index.ts";
import { coverageShape, textsShape } from "../../answer-shapes.ts";
import { isoTime } from "../../trail/index.ts";
import { whoShape } from "../../trust-shape.ts";
import type { GuardedRoles, RoleSeen } from "./guard-roles.ts";
import type { RoleResult } from "./live-roles.ts";
import type { HubResult } from "./write-hubs.ts";

const roleShape = z.strictObject({
  account: z.string(),
  accountName: z.string().nullable(),
  role: z.string().describe("The role's name."),
  arn: z.string(),
  state: z
    .enum(["create", "update", "same", "remove", "absent", "error"])
    .describe(
      "What is, or was, to be done; error: nothing is, or it failed on the way. remove and absent: of role remove.",
    ),
  why: z.string(),
  applied: z.boolean().describe("Whether anything was written."),
  change: z.string().nullable().describe("In the journal: what accesslens undo takes; null: there is none."),
  differences: z
    .array(
      z.strictObject({
        part: z.enum(["trust", "permissions", "boundary", "session", "tags", "description"]),
        name: z
          .string()
          .nullable()
          .describe("The inline policy's name, the managed one's ARN, the tag's key."),
        before: z.string().nullable(),
        after: z.string().nullable(),
        says: z.string(),
      }),
    )
    .describe("What of a role that is there is not as declared."),
  gained: z
    .array(whoShape)
    .describe("Who can assume it then and could not before, once the callers have their statement."),
  lost: z.array(whoShape),
  steps: z
    .array(z.strictObject({ call: z.string().describe("Of IAM."), of: z.string().nullable() }))
    .describe("The calls, in their order."),
  warnings: textsShape,
  seen: z
    .strictObject({
      calls: z.number().int().describe("That would pass as before."),
      refused: z
        .array(
          z.strictObject({
            by: z.string(),
            externalId: z
              .string()
              .nullable()
              .describe("That was given; masked, unless --external-ids shown asks for it."),
            calls: z.number().int(),
            last: z.string().describe("A moment of UTC."),
          }),
        )
        .describe("Who was seen and would be refused, the latest first."),
      notKnown: z.string().nullable().describe("Why others may have come unseen; null: nobody could."),
    })
    .nullable()
    .describe("By the trail of --events; null: none was given, or nothing of the role is to be changed."),
});

export const rolesShape = z.strictObject({
  roles: z.array(roleShape),
  hubs: z
    .array(
      z.strictObject({
        principal: z.string().describe("ARN, or an account's id."),
        policy: z.string().describe("What it needs on its own side, as an identity policy."),
        has: z.boolean().nullable().describe("Whether it can assume all of them without; null: not known."),
      }),
    )
    .describe("The callers' side."),
  hubPolicies: z
    .array(
      z.strictObject({
        principal: z.string().describe("ARN."),
        account: z.string(),
        policy: z.string().describe("Name of its inline policy."),
        state: z.enum(["create", "update", "same", "remove", "absent", "error"]),
        why: z.string(),
        before: z.string().nullable().describe("Null: there is none."),
        after: z.string().nullable(),
        applied: z.boolean(),
        change: z.string().nullable().describe("In the journal."),
      }),
    )
    .describe("Policies of callers that the file says are written, too (hubs)."),
  leftovers: z
    .array(z.strictObject({ account: z.string(), arn: z.string() }))
    .describe("Roles of the set where none is declared: of accounts that are no target any more."),
  applied: z.boolean(),
  coverage: coverageShape,
});

export type RolesAnswer = z.infer<typeof rolesShape>;
type ToldRole = RolesAnswer["roles"][number];

export type WrittenRoles = { readonly roles: readonly RoleResult[]; readonly hubs: readonly HubResult[] };

export type AnswerParts = {
  /** Null: it is only planned. */
  readonly results?: WrittenRoles | null;
  readonly seen?: GuardedRoles<RolePlan>["seen"];
  /** Whether external IDs of calls are shown; a trail holds them by the hundred, so that programs get them masked, too. */
  readonly showsSeenIds?: boolean;
};

export function plannedAnswer(
  plan: RolePlan,
  coverage: readonly CoverageGap[],
  isMasked: boolean,
  { results = null, seen = new Map(), showsSeenIds = false }: AnswerParts = {},
): RolesAnswer {
  const all = results?.roles ?? plan.roles.map((planned) => resultOfPlan(planned));
  const hubs = results?.hubs ?? plan.hubPolicies.map((planned) => resultOfPlan(planned));
  return {
    roles: all.map((result) => ({
      ...toldRole(result, isMasked),
      seen: toldSeen(seen.get(result.planned.arn), !showsSeenIds),
    })),
    hubs: plan.hubs.map((hub) => ({ ...hub })),
    hubPolicies: hubs.map(toldHub),
    leftovers: plan.leftovers.map((one) => ({ ...one })),
    applied: [...all, ...hubs].some(({ applied }) => applied),
    coverage: [...coverage],
  };
}

function toldHub({ planned, state, why, applied, change }: HubResult): RolesAnswer["hubPolicies"][number] {
  const { principal, account, hub, before, after } = planned;
  return { principal, account, policy: hub.policy, state, why, before, after, applied, change };
}

function resultOfPlan<Planned extends PlannedRole | PlannedHub>(planned: Planned) {
  return { planned, state: planned.state, why: planned.why, applied: false, change: null };
}

function toldSeen(seen: RoleSeen | undefined, isMasked: boolean): ToldRole["seen"] {
  if (seen === undefined) return null;
  const refused = seen.refused.map(({ by, externalId, calls, last }) => ({
    ...{ by, calls, last: isoTime(last) },
    externalId: externalId === null || !isMasked ? externalId : maskValue(externalId),
  }));
  return { calls: seen.calls, refused, notKnown: seen.notKnown };
}

function toldRole(
  { planned, state, why, applied, change }: RoleResult,
  isMasked: boolean,
): Omit<ToldRole, "seen"> {
  const { account, accountId, role, arn, differences, gained, lost, steps, warnings } = planned;
  const mask = (text: string | null): string | null =>
    text === null || !isMasked ? text : maskPolicyText(text);
  return {
    ...{ account: accountId, accountName: account?.name ?? null, role: role.name, arn },
    ...{ state, why, applied, change },
    differences: differences.map((one) => toldDifference(one, mask)),
    gained: isMasked ? gained.map(masked) : [...gained],
    lost: isMasked ? lost.map(masked) : [...lost],
    steps: steps.map(toldStep),
    warnings: [...warnings],
  };
}

function toldDifference(
  { part, name, before, after, says }: RoleDifference,
  mask: (text: string | null) => string | null,
) {
  return part === "trust"
    ? { part, name, before: mask(before), after: mask(after), says }
    : { part, name, before, after, says };
}

function masked(who: Who): Who {
  const guard = who.guard.map((term) =>
    term.key.toLowerCase() === "sts:externalid" && !term.operator.startsWith("Null")
      ? { ...term, values: term.values.map(maskValue) }
      : term,
  );
  return { ...who, guard };
}

/** The call that a step is. */
function toldStep(step: RoleStep): { readonly call: string; readonly of: string | null } {
  switch (step.kind) {
    case "create-role":
      return { call: "CreateRole", of: "closed: nobody can assume it yet" };
    case "put-inline-policy":
      return { call: "PutRolePolicy", of: step.name };
    case "delete-inline-policy":
      return { call: "DeleteRolePolicy", of: step.name };
    case "attach-policy":
      return { call: "AttachRolePolicy", of: step.arn };
    case "detach-policy":
      return { call: "DetachRolePolicy", of: step.arn };
    case "put-boundary":
      return { call: "PutRolePermissionsBoundary", of: step.arn };
    case "delete-boundary":
      return { call: "DeleteRolePermissionsBoundary", of: null };
    case "set-trust":
      return { call: "UpdateAssumeRolePolicy", of: null };
    case "update-role":
      return { call: "UpdateRole", of: `${step.maxSessionSeconds} seconds` };
    case "tag-role":
      return { call: "TagRole", of: [...step.tags.keys()].join(", ") };
    case "untag-role":
      return { call: "UntagRole", of: step.keys.join(", ") };
    case "delete-role":
      return { call: "DeleteRole", of: null };
  }
}
