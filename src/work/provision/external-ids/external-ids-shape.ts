/** What `accesslens external-id` prints for programs; schemas are made from it. */
import { z } from "zod";
import { externalIdStates } from "../../../model/index.ts";
import { accountShape, evidenceShape, requestShape, textsShape } from "../../answer-shapes.ts";

const time = z.string().describe("ISO 8601.");
const relationship = z.string();
const externalId = z.string().describe("Masked unless asked for by --external-ids shown.");

export const externalIdIssueShape = z.strictObject({
  relationship,
  externalId: z.string(),
  issuedAt: time,
  issued: z.boolean().describe("False: the relationship had one already, and this is it."),
});

const registeredShape = z.strictObject({
  relationship,
  externalId,
  state: z.enum(externalIdStates),
  issuedAt: time,
  issuedBy: z.string(),
  changedAt: time.describe("When it came to its state."),
  origin: z
    .enum(["issued", "foreign"])
    .describe("foreign: taken over from a trust policy; somebody else chose it."),
  weakness: z.string().nullable().describe("Why a foreign one could be guessed."),
  note: z.string().nullable(),
  roles: textsShape.describe("ARNs of roles that ask for it, as far as it was told."),
});
export type ToldExternalId = z.infer<typeof registeredShape>;

export const externalIdListShape = z.strictObject({ externalIds: z.array(registeredShape) });

const verdict = z.enum(["accepted", "refused", "unknown"]);

const sideShape = z.strictObject({
  verdict,
  policy: verdict
    .nullable()
    .describe("By the engine, of every such request; null: there was no policy to read."),
  call: verdict.nullable().describe("By a real AssumeRole; null: none was made."),
  code: z.string().nullable().describe("What AWS answered to the call."),
  example: requestShape.nullable().describe("A request that the policy lets in."),
});
export type Side = z.infer<typeof sideShape>;

const checkedRoleShape = z.strictObject({
  role: z.string(),
  account: accountShape,
  relationship: relationship.nullable(),
  caller: z.string(),
  verdict: z
    .enum(["safe", "open", "locked-out", "unknown"])
    .describe("open: a wrong or a missing external ID gets in. locked-out: the right one does not."),
  right: sideShape,
  wrong: sideShape,
  missing: sideShape,
  reasons: textsShape,
  evidence: z.array(evidenceShape).describe("Statements that let in what is open, or else the right one."),
});
export type CheckedRole = z.infer<typeof checkedRoleShape>;

const checked = {
  roles: z.array(checkedRoleShape).describe("Open ones first."),
  counts: z.strictObject({
    safe: z.number().int(),
    open: z.number().int(),
    lockedOut: z.number().int(),
    unknown: z.number().int(),
  }),
};

export const externalIdCheckShape = z.strictObject({
  ...checked,
  calls: z.number().int().describe("Calls of AssumeRole that were made."),
});
export type CheckAnswer = z.infer<typeof externalIdCheckShape>;

export const externalIdVerifyShape = z.strictObject({
  relationship,
  verified: z
    .boolean()
    .describe("Each role that is known asks for exactly the external IDs in use, and there is one."),
  ...checked,
});
export type VerifyAnswer = z.infer<typeof externalIdVerifyShape>;

const trustStepShape = z.strictObject({
  role: z.string(),
  state: z
    .enum(["to-change", "done", "error"])
    .describe("done: its trust policy is as this step wants it already."),
  why: z.string().nullable(),
  before: z.string().nullable(),
  after: z
    .string()
    .nullable()
    .describe("The whole trust policy after the step, proven; null: there is nothing to change."),
  characters: z.number().int().nullable().describe("Of `after`, as IAM counts them; 2,048 by default."),
  applied: z.boolean(),
  accepts: z
    .array(z.enum(["old", "new"]))
    .nullable()
    .describe("Which of the two it accepts as it stands; null: not known."),
});
export type TrustStep = z.infer<typeof trustStepShape>;

const useShape = z.strictObject({
  by: z.string(),
  role: z.string(),
  count: z.number().int(),
  first: time,
  last: time,
  lastOfNew: time.nullable().describe("When the same caller last brought the new one to the role."),
});
export type OldUse = z.infer<typeof useShape>;

const trailEvidenceShape = z.strictObject({
  events: z.number().int().describe("AssumeRole events in the files."),
  from: time.nullable(),
  to: time.nullable(),
  since: time.describe("Uses of the old one from then on count."),
  accounts: textsShape.describe("Of which there are AssumeRole events from then on."),
  oldUses: z
    .array(useShape)
    .describe("Uses of the one that is to go, from `since` on; with --abort that is the new one."),
  newUses: z.number().int().describe("How often the one that is to stay let somebody in."),
  skipped: z.array(z.strictObject({ file: z.string(), why: z.string() })),
});
export type TrailEvidence = z.infer<typeof trailEvidenceShape>;

export const externalIdRotateShape = z.strictObject({
  relationship,
  step: z.enum(["both", "finish", "abort"]),
  externalId: z
    .string()
    .describe(
      "The one that stays: the new one, shown by the run that issues it, masked later unless asked for; with --abort the old one.",
    ),
  issuedAt: time,
  issued: z.boolean().describe("False: the rotation was under way already."),
  finished: z.boolean().describe("The other one is revoked: the old one, with --abort the new one."),
  condition: z.string().describe("The Condition that trust policies need in this step."),
  trusts: z.array(trustStepShape),
  evidence: trailEvidenceShape.nullable(),
});
export type RotateAnswer = z.infer<typeof externalIdRotateShape>;

export const externalIdRevokeShape = z.strictObject({
  relationship,
  revoked: z.array(registeredShape),
  stillAsking: textsShape.describe("ARNs of roles that are known to ask for one of them."),
});

export const externalIdImportShape = z.strictObject({
  found: z.array(
    z.strictObject({
      relationship,
      externalId,
      weakness: z.string().nullable(),
      roles: textsShape,
      state: z.enum(["new", "imported", "known", "conflict"]),
      why: z.string().nullable(),
    }),
  ),
  applied: z.boolean(),
});
export type ImportAnswer = z.infer<typeof externalIdImportShape>;
