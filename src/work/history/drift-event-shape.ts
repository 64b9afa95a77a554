/** The JSON of one drift event: the members are those of `src/model/drift.ts`. */
import { z } from "zod";
import { alertSeverities, type DriftEvent } from "../../model/index.ts";
import { textsShape } from "../answer-shapes.ts";
import { changeShape, findingBriefShape } from "../drift/change-shape.ts";

const time = z.number().int().describe("Milliseconds since 1970.");
const severity = z.enum(alertSeverities);

export const eventKinds = ["changed", "opened-and-closed", "missed-by-events", "unresolved"] as const;

export const eventKindShape = z
  .enum(eventKinds)
  .describe(
    "opened-and-closed: possible between two events only. missed-by-events: found by a full read. unresolved: no read has confirmed what the last event said.",
  );

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
  changes: z.array(changeShape),
  findings: z.strictObject({ opened: z.array(findingBriefShape), closed: z.array(findingBriefShape) }),
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
