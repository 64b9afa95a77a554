/** The JSON that `accesslens diff` prints; its schema is made from it. */
import { z } from "zod";
import { alertSeverities, driftKinds } from "../../model/index.ts";
import { accountShape, coverageShape, guardShape, requestShape, textsShape } from "../answer-shapes.ts";
import type { DiffAnswer } from "./diff-answer.ts";

const parties = z.array(
  z.strictObject({
    kind: z.string().describe("account, role, user, session, federated, service, organization, …"),
    id: z.string(),
    name: z.string().exactOptional().describe("Account or vendor name, where known."),
    external: z.boolean().describe("Outside the organization."),
    proven: z.boolean(),
    guard: guardShape.describe("What has to hold."),
    via: z.enum(["direct", "account"]),
  }),
);

const guardChanges = z.array(
  z.strictObject({
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
    who: z.string().describe("Whom it is about: a party's id."),
    key: z.string().nullable().describe("Of the condition; null where it is about the principal."),
    before: textsShape,
    after: textsShape,
  }),
);

const findings = z.array(
  z.strictObject({
    id: z.string(),
    rule: z.string(),
    severity: z.enum(alertSeverities),
    subject: z.string(),
    title: z.string(),
  }),
);

const ids = z.array(z.string()).describe("Ids of findings, which are told under findings.");
const example = requestShape.nullable();
const count = z.number().int().min(0);

const change = z.strictObject({
  subject: z.string().describe("An ARN, or the id of an account, unit, control policy or organization."),
  kind: z.enum(driftKinds),
  account: accountShape.nullable().describe("Null: it concerns the organization."),
  happened: z.enum(["appeared", "changed", "disappeared"]),
  meaning: z.enum(["wider", "narrower", "other", "same", "unclear"]),
  summary: z.string(),
  gained: parties,
  lost: parties,
  more: z.strictObject({ gained: count, lost: count }).describe("So many more than are listed."),
  guards: guardChanges.describe("Of those who have the access on both sides, and of principals."),
  findings: z.strictObject({ opened: ids, closed: ids }),
  examples: z
    .strictObject({ gained: example, lost: example })
    .describe("A request that the policy allows after and not before, and the other way around."),
  reaches: textsShape.describe("What those who gained can do next."),
  notes: textsShape,
  before: z.string().nullable().describe("The text of before; null: there was none, or it is not one text."),
  after: z.string().nullable(),
});

export const diffShape: z.ZodType<DiffAnswer> = z.strictObject({
  before: z.string(),
  after: z.string(),
  equal: z.boolean().describe("All that was compared means the same, and the same could be read."),
  changes: z.array(change).describe("What lets outsiders in or weakens a guard first."),
  findings: z.strictObject({ opened: findings, closed: findings }),
  chains: z
    .strictObject({ appeared: findings, disappeared: findings })
    .nullable()
    .describe("Findings about chains of hops; null: without --chains."),
  textOnly: z
    .array(
      z.strictObject({ subject: z.string(), kind: z.enum(driftKinds), account: accountShape.nullable() }),
    )
    .describe("What is written differently and means the same; with --text-only."),
  textOnlyCount: count,
  notCompared: textsShape,
  coverage: coverageShape,
});
