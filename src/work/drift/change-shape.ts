/** The JSON of what changed of one subject, in differences as in alerts: the members are those of `src/model/drift.ts`. */
import { z } from "zod";
import { alertSeverities, type DriftChange, driftKinds } from "../../model/index.ts";
import { guardShape, requestShape, textsShape } from "../answer-shapes.ts";

const count = z.number().int().min(0);

export const partyShape = z.strictObject({
  kind: z.string().describe("account, role, user, session, federated, service, organization, …"),
  id: z.string(),
  name: z.string().exactOptional().describe("Account or vendor name, where known."),
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

export const changeShape: z.ZodType<DriftChange> = z.strictObject({
  subject: z.string().describe("An ARN, or the id of an account, unit, control policy or organization."),
  kind: z.enum(driftKinds),
  account: z.string().nullable().describe("null: it concerns the organization."),
  happened: z.enum(["appeared", "changed", "disappeared"]),
  meaning: z
    .enum(["wider", "narrower", "other", "same", "unclear"])
    .describe("other: more here and less there. unclear: it could not be decided, and the notes say why."),
  summary: z.string(),
  gained: z.array(partyShape).describe("Outsiders first."),
  lost: z.array(partyShape),
  more: z.strictObject({ gained: count, lost: count }).describe("Those that are not told one by one."),
  guards: z.array(guardChange),
  findings: z.strictObject({ opened: textsShape, closed: textsShape }),
  examples: z
    .strictObject({ gained: requestShape.nullable(), lost: requestShape.nullable() })
    .describe("A request that the policy allows after and not before, and the other way around."),
  reaches: textsShape.describe("What those who gained can do next."),
  notes: textsShape.describe("What is not known and could change this."),
  before: z.string().nullable().describe("The text of before; null: there was none, or it is not one text."),
  after: z.string().nullable(),
});

export const findingBriefShape = z.strictObject({
  id: z.string(),
  rule: z.string(),
  severity: z.enum(alertSeverities),
  subject: z.string(),
  title: z.string(),
});
