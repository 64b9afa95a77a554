/** The JSON of one change: the members are those of `src/model/drift.ts`. */
import { z } from "zod";
import { alertSeverities, type DriftChange, type DriftEvent, driftKinds } from "../../model/index.ts";
import { guardShape, requestShape, textsShape } from "../answer-shapes.ts";

const count = z.number().int().min(0);
const time = z.number().int().describe("Milliseconds since 1970.");
const severity = z.enum(alertSeverities);

export const eventKinds = ["changed", "opened-and-closed", "missed-by-events", "unresolved"] as const;

export const eventKindShape = z
  .enum(eventKinds)
  .describe(
    "opened-and-closed: possible between two events only. missed-by-events: found by a full read. unresolved: no read has confirmed what the last event said.",
  );

const party = z.strictObject({
  kind: z.string(),
  id: z.string(),
  name: z.string().exactOptional(),
  external: z.boolean().describe("Outside of the organization."),
  proven: z.boolean(),
  guard: z.array(guardShape.element.extend({ controlledBy: z.string() })),
  via: z.enum(["direct", "account"]),
});

const guardChanges = [
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
] as const;

const guardChange = z.strictObject({
  change: z.enum(guardChanges),
  weaker: z.boolean(),
  who: z.string().describe("A party's id."),
  key: z.string().nullable().describe("Of the condition; null: it is about the principal."),
  before: textsShape,
  after: textsShape,
});

const change: z.ZodType<DriftChange> = z.strictObject({
  subject: z.string(),
  kind: z.enum(driftKinds),
  account: z.string().nullable().describe("null: it concerns the organization."),
  happened: z.enum(["appeared", "changed", "disappeared"]),
  meaning: z
    .enum(["wider", "narrower", "other", "same", "unclear"])
    .describe("other: more here and less there. unclear: it could not be decided, and the notes say why."),
  summary: z.string(),
  gained: z.array(party).describe("Outsiders first."),
  lost: z.array(party),
  more: z.strictObject({ gained: count, lost: count }).describe("Those that are not told one by one."),
  guards: z.array(guardChange),
  findings: z.strictObject({ opened: textsShape, closed: textsShape }),
  examples: z.strictObject({ gained: requestShape.nullable(), lost: requestShape.nullable() }),
  reaches: textsShape.describe("What those who gained can do next."),
  notes: textsShape.describe("What is not known and could change this."),
  before: z.string().nullable(),
  after: z.string().nullable(),
});

const actor = z.strictObject({
  principal: z.string(),
  kind: z.string(),
  sessionIssuer: z.string().nullable(),
  account: z.string().nullable(),
  sourceIp: z.string().nullable(),
  userAgent: z.string().nullable(),
  mfa: z.boolean().nullable(),
  invokedBy: z.string().exactOptional(),
  onBehalfOf: z.string().exactOptional(),
});

const findingBrief = z.strictObject({
  id: z.string(),
  rule: z.string(),
  severity,
  subject: z.string(),
  title: z.string(),
});

export const driftEventShape: z.ZodType<DriftEvent> = z.strictObject({
  id: z.string(),
  kind: eventKindShape,
  at: time,
  noticedAt: time,
  severity,
  severityReasons: textsShape,
  title: z.string(),
  subject: z.string(),
  account: z.string().nullable(),
  accountName: z.string().nullable(),
  organizationPath: z.string().nullable(),
  ownerTags: z.record(z.string(), z.string()),
  changes: z.array(change),
  findings: z.strictObject({ opened: z.array(findingBrief), closed: z.array(findingBrief) }),
  actors: z.array(actor),
  events: z
    .array(z.strictObject({ id: z.string(), name: z.string(), at: time }))
    .describe("CloudTrail's eventID and eventName."),
  interlude: z
    .strictObject({ eventId: z.string(), from: time, to: time })
    .nullable()
    .describe("What was possible for a while only."),
  expected: z.strictObject({ approval: z.string(), ticket: z.string() }).nullable(),
  reverts: z.string().nullable().describe("The change that this one takes back, whole."),
});
