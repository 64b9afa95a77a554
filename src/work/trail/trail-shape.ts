/** The JSON of questions about a trail; the schemas are made from it. */
import { z } from "zod";
import { decisionLayers } from "../../authz/request-question.ts";
import { textsShape } from "../answer-shapes.ts";

const time = z.string().describe("ISO 8601, UTC.");
const count = z.number().int().min(0);
const eventIds = z.array(z.string()).describe("Of the earliest, by time.");
const skipped = z
  .array(z.strictObject({ file: z.string(), why: z.string() }))
  .describe("Files, or parts of them, that could not be read.");

const fileFaults = z.array(z.strictObject({ file: z.string(), why: z.string() }));

const digests = z
  .strictObject({
    digests: count,
    signed: count.describe("Digests with CloudTrail's signature."),
    verified: count.describe("Files that are as a signed digest tells."),
    faults: fileFaults.describe("Missing, changed, or signed by somebody else."),
    unproven: fileFaults.describe("Of which nothing can be said."),
  })
  .describe("With --verify alone.");
export type ToldDigests = z.infer<typeof digests>;

const coverage = {
  events: count.describe("Distinct events of calls that give sessions, refused ones included."),
  first: time.nullable(),
  last: time.nullable(),
  skipped,
  digests: digests.optional(),
  limits: z
    .array(z.strictObject({ what: z.string(), count, first: time, last: time }))
    .describe("What was cut for want of memory; mostly empty."),
};
const coverageShape = z.strictObject(coverage);
export type TrailCoverage = z.infer<typeof coverageShape>;

const span = { count, first: time, last: time };
const role = z.string().describe("The role's ARN, with its path where the snapshot or the trail tells it.");
const by = z
  .string()
  .describe("An ARN, a service, an identity provider with its subject, or what the trail tells.");

export const auditShape = z.strictObject({
  events: coverage.events,
  first: coverage.first,
  last: coverage.last,
  exceptions: z.array(
    z.strictObject({
      kind: z.string().describe("docs/trail.md lists them."),
      role: role.nullable(),
      by,
      ...span,
      eventIds,
      because: z.string(),
      edge: z
        .strictObject({
          policy: z.string(),
          statement: z.union([z.string(), z.number().int()]).describe("Its Sid, or its place from 0."),
          lines: z.tuple([z.number().int(), z.number().int()]),
          text: z.string().nullable().describe("External IDs are masked."),
        })
        .nullable()
        .describe("The statement that lets them in, by the snapshot."),
    }),
  ),
  skipped,
  digests: coverage.digests,
  limits: coverage.limits,
});
export type AuditAnswer = z.infer<typeof auditShape>;

export const dayCountsShape = z
  .array(
    z.strictObject({
      day: z.string().describe("In UTC: YYYY-MM-DD."),
      granted: count,
      refused: count,
    }),
  )
  .describe("In their order; days without a call are left out.");
export type DayCounts = z.infer<typeof dayCountsShape>;

export const whoShape = z.strictObject({
  ...coverage,
  who: z.array(
    z.strictObject({
      role,
      by,
      kind: z.string(),
      external: z.boolean().describe("Its account is none of ours."),
      ...span,
      networks: textsShape,
      days: dayCountsShape.optional().describe("With --daily alone: calls a day, refused ones too."),
    }),
  ),
});
export type WhoAnswer = z.infer<typeof whoShape>;

export const sessionsShape = z.strictObject({
  ...coverage,
  sessions: z.array(
    z.strictObject({
      eventId: z.string(),
      time,
      call: z.string(),
      role: role.nullable(),
      by,
      sessionName: z.string().nullable(),
      sourceIdentity: z.string().nullable(),
      seconds: z.number().nullable(),
      sourceIp: z.string().nullable(),
      userAgent: z.string().nullable(),
      depth: z.number().int().nullable().describe("Assumptions before it; null: not told."),
    }),
  ),
});
export type SessionsAnswer = z.infer<typeof sessionsShape>;

export const chainsShape = z.strictObject({
  ...coverage,
  chains: z.array(
    z.strictObject({
      from: by,
      roles: z.array(role),
      ...span,
      eventIds: eventIds.describe("Of the last link."),
    }),
  ),
});
export type ChainsAnswer = z.infer<typeof chainsShape>;

export const deniedShape = z.strictObject({
  ...coverage,
  denied: z.array(
    z.strictObject({
      role: role.nullable(),
      by,
      call: z.string(),
      error: z.string(),
      ...span,
      eventIds,
      now: z
        .strictObject({
          decision: z.enum(["allowed", "refused", "unknown"]),
          blockedBy: z.array(z.enum(decisionLayers)),
          reasons: textsShape,
        })
        .describe("What the snapshot's policies say of such a call."),
    }),
  ),
});
export type DeniedAnswer = z.infer<typeof deniedShape>;

const edge = z.strictObject({
  role,
  party: z.strictObject({ kind: z.string(), id: z.string() }),
  action: z.string(),
  statements: z.array(z.number().int()).describe("Of the trust policy, from 0: one of them suffices."),
  state: z.enum(["used", "unused", "not-watched"]),
  why: z.string().nullable().describe("Why its silence says nothing."),
  wider: z.boolean().describe("It trusts many, and these callers are its use."),
  count,
  last: time.nullable(),
  callers: z.array(z.strictObject({ by, ...span, networks: textsShape })),
});
export type ToldEdge = z.infer<typeof edge>;

export const unusedShape = z.strictObject({
  ...coverage,
  days: z.number(),
  asOf: time.describe("From here the days are counted back."),
  used: count.describe("Ways in that were used within the days."),
  unused: z.array(edge),
  notWatched: z.array(z.strictObject({ why: z.string(), ways: count })),
});
export type UnusedAnswer = z.infer<typeof unusedShape>;

export const compareShape = z.strictObject({
  ...coverage,
  days: z.number(),
  asOf: time,
  edges: z.array(edge),
  impossible: z
    .array(
      z.strictObject({
        role,
        by,
        cause: z.enum([
          "role-gone",
          "role-made-anew",
          "caller-gone",
          "caller-made-anew",
          "changed-since",
          "snapshot-older",
          "own-role",
          "not-explained",
        ]),
        because: z.string(),
        blockedBy: z.array(z.enum(decisionLayers)),
        ...span,
        eventIds,
      }),
    )
    .describe("Granted, and refused by the snapshot's policies."),
  open: z
    .array(z.strictObject({ role, by, because: z.string(), ...span }))
    .describe("Granted, and the trail does not tell enough to say whether the policies let it."),
});
export type CompareAnswer = z.infer<typeof compareShape>;

export const tightenShape = z.strictObject({
  ...coverage,
  roles: z.array(
    z.strictObject({
      role,
      state: z.enum(["tightened", "not-tightened"]),
      why: z.string().nullable(),
      before: z.string(),
      after: z.string().nullable(),
      narrowings: z.array(
        z.strictObject({
          statement: z.number().int(),
          sid: z.string().nullable(),
          principal: z.string(),
          by: textsShape.describe("Who is named instead; empty: nobody came, and it goes."),
        }),
      ),
      verified: z
        .strictObject({
          calls: count,
          open: count.describe("Of them, of which the trail does not tell all."),
        })
        .nullable(),
      impossible: z.array(z.strictObject({ by, ...span })),
    }),
  ),
});
export type TightenAnswer = z.infer<typeof tightenShape>;
