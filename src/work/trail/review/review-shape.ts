/** The JSON of the review of a week; the schema is made from it. External IDs are masked. */
import { z } from "zod";
import { severities } from "../../../findings/types.ts";
import { auditShape, dayCountsShape, unusedShape } from "../trail-shape.ts";

const count = z.number().int().min(0);
const time = z.string().describe("ISO 8601, UTC.");

const finding = z.strictObject({
  id: z.string(),
  rule: z.string(),
  severity: z.enum(severities),
  subject: z.string(),
  title: z.string(),
});

export const reviewShape = z.strictObject({
  snapshot: z.string(),
  before: z.string().nullable().describe("The older snapshot; null: none was given."),
  since: time.describe("The review begins here."),
  to: time,
  events: auditShape.shape.events,
  first: auditShape.shape.first,
  last: auditShape.shape.last,
  skipped: auditShape.shape.skipped,
  digests: auditShape.shape.digests,
  limits: auditShape.shape.limits,
  external: z.array(finding).describe("Open findings about outsiders, worst first."),
  accepted: count.describe("Findings about outsiders that are accepted, and left out."),
  analyzer: z
    .strictObject({
      analyzers: count,
      agreed: count,
      differ: z.array(
        z.strictObject({
          resource: z.string(),
          principal: z.string(),
          state: z.enum(["ours only", "theirs only"]),
          why: z.string().nullable(),
        }),
      ),
    })
    .nullable()
    .describe("Access Analyzer's findings beside ours; null: the snapshot holds none."),
  newTrust: z
    .array(
      z.strictObject({
        subject: z.string(),
        kind: z.string(),
        summary: z.string(),
        outside: z.boolean().describe("Somebody outside gained."),
      }),
    )
    .nullable()
    .describe(
      "Changes by which somebody gained, or a guard became weaker; null: no older snapshot was given.",
    ),
  outsiders: z
    .array(z.strictObject({ by: z.string(), role: z.string(), days: dayCountsShape }))
    .describe("Who came in from outside, or tried to, in the review's days (UTC, whole ones)."),
  days: count,
  unused: unusedShape.shape.unused,
  notWatched: unusedShape.shape.notWatched,
  exceptions: z
    .array(
      auditShape.shape.exceptions.element.extend({
        new: z.boolean().describe("First seen in the review's time; `count` is over the whole trail."),
      }),
    )
    .describe("Those that were seen in the review's time."),
});
export type ReviewAnswer = z.infer<typeof reviewShape>;
