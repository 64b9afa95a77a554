/** The shapes of what is told of changes, for whoever reads our JSON: the members are described in `src/model/drift.ts`. */
import { z } from "zod";
import { alertSeverities, driftKinds } from "../model/index.ts";

const texts = z.array(z.string());
const severity = z.enum(alertSeverities);
const milliseconds = z.number().describe("Milliseconds since 1970.");

const partyShape = z.object({
  kind: z.string(),
  id: z.string(),
  name: z.string().optional(),
  external: z.boolean().describe("Outside the organization."),
  proven: z.boolean(),
  guard: z.array(
    z.object({
      key: z.string(),
      operator: z.string(),
      values: texts,
      controlledBy: z.string(),
      literal: z.literal(true).optional(),
    }),
  ),
  via: z
    .enum(["direct", "account"])
    .describe(
      "direct: named by the policy; account: through trust in its whole account, organization or unit.",
    ),
});

const guardChangeShape = z.object({
  change: z.enum([
    "external-id-dropped",
    "organization-dropped",
    "mfa-dropped",
    "condition-dropped",
    "condition-widened",
    "condition-added",
    "condition-narrowed",
    "condition-changed",
    "principal-widened",
    "principal-narrowed",
    "proven-now",
    "unproven-now",
  ]),
  weaker: z.boolean(),
  who: z.string().describe("A party's id."),
  key: z.string().nullable(),
  before: texts,
  after: texts,
});

const requestShape = z.object({
  principal: z.union([z.string(), z.object({ federated: z.string() })]),
  action: z.string(),
  resource: z.object({ arn: z.string(), account: z.string() }),
  context: z.record(z.string(), z.union([z.string(), texts])),
});

const driftChangeShape = z.object({
  subject: z.string().describe("An ARN, or the id of an account, unit, control policy or organization."),
  kind: z.enum(driftKinds),
  account: z.string().nullable(),
  happened: z.enum(["appeared", "changed", "disappeared"]),
  meaning: z
    .enum(["wider", "narrower", "other", "same", "unclear"])
    .describe("wider: more is allowed than before and nothing less; unclear: it could not be decided."),
  summary: z.string(),
  gained: z.array(partyShape),
  lost: z.array(partyShape),
  more: z.object({ gained: z.number(), lost: z.number() }).describe("Those that are counted only."),
  guards: z.array(guardChangeShape),
  findings: z.object({ opened: texts, closed: texts }),
  examples: z.object({ gained: requestShape.nullable(), lost: requestShape.nullable() }),
  reaches: texts,
  notes: texts,
  before: z.string().nullable(),
  after: z.string().nullable(),
});

const actorShape = z.object({
  principal: z.string(),
  kind: z.string(),
  sessionIssuer: z.string().nullable(),
  account: z.string().nullable(),
  sourceIp: z.string().nullable(),
  userAgent: z.string().nullable(),
  mfa: z.boolean().nullable(),
});

const findingBriefShape = z.object({
  id: z.string(),
  rule: z.string(),
  severity,
  subject: z.string(),
  title: z.string(),
});

const driftEventShape = z.object({
  id: z.string(),
  kind: z
    .enum(["changed", "opened-and-closed", "missed-by-events", "unresolved"])
    .describe("opened-and-closed: possible between two events only; missed-by-events: a full read found it."),
  at: milliseconds,
  noticedAt: milliseconds,
  severity,
  severityReasons: texts,
  title: z.string(),
  subject: z.string(),
  account: z.string().nullable(),
  accountName: z.string().nullable(),
  organizationPath: z.string().nullable(),
  ownerTags: z.record(z.string(), z.string()),
  changes: z.array(driftChangeShape),
  findings: z.object({ opened: z.array(findingBriefShape), closed: z.array(findingBriefShape) }),
  actors: z.array(actorShape),
  events: z
    .array(z.object({ id: z.string(), name: z.string(), at: milliseconds }))
    .describe("CloudTrail's eventID and eventName of each."),
  interlude: z.object({ eventId: z.string(), from: milliseconds, to: milliseconds }).nullable(),
  expected: z.object({ approval: z.string(), ticket: z.string() }).nullable(),
  reverts: z.string().nullable().describe("The drift event that this one takes back, whole."),
});

const alertShape = z.object({
  id: z.string().describe("The idempotency key: the same for every delivery."),
  title: z.string(),
  severity,
  at: milliseconds,
  events: z.array(driftEventShape),
  more: z.number().describe("Changes of the same alert that are counted only."),
  accounts: texts,
});

/** What webhooks post and files have a line of. */
export const alertMessageShape = z.object({
  type: z.literal("access.changed"),
  timestamp: z.string().describe("ISO 8601, of the latest change."),
  data: alertShape,
});
