/** The JSON of questions about policies as texts, and of their answers. */
import { z } from "zod";
import { lintSeverities } from "../findings/lint/lint-rule.ts";
import { comparedKinds } from "./accepted-policy.ts";
import { requestShape, textsShape } from "./answer-shapes.ts";
import type { PolicyCompared, PolicyLinted } from "./policy-questions.ts";
import type { PolicyWords } from "./policy-words.ts";

/** AWS takes 20 KB at most. */
const text = z.string().max(30_000);
const place = z.number().int().min(0);

const policyKinds = [
  "identity",
  "resource",
  "trust",
  "scp",
  "rcp",
  "boundary",
  "session",
  "endpoint",
] as const;

export const lintQuestionShape = z.strictObject({
  text,
  kind: z.enum(policyKinds).exactOptional().describe("Absent: the policy has to say itself what it is."),
});

export const lintedShape: z.ZodType<PolicyLinted> = z.strictObject({
  kind: z.enum(policyKinds),
  findings: z.array(
    z.strictObject({
      code: z.string(),
      severity: z.enum(lintSeverities),
      message: z.string(),
      advice: z.string(),
      position: z
        .strictObject({
          line: place,
          column: place,
          endLine: place,
          endColumn: place,
          range: z.strictObject({ start: place, end: place }),
        })
        .describe("Lines and columns from 1, offsets from 0; the end is the first place after it."),
      edit: z
        .strictObject({ range: z.strictObject({ start: place, end: place }), text: z.string() })
        .nullable()
        .describe("A replacement that removes the finding, where one is safe."),
      reference: z.string(),
    }),
  ),
  unreadable: z
    .strictObject({ line: place, column: place, offset: place, message: z.string(), advice: z.string() })
    .nullable()
    .describe("Where the text is no JSON object."),
});

export const compareQuestionShape = z.strictObject({
  a: text,
  b: text,
  kind: z.enum(comparedKinds).exactOptional().describe("Absent: it follows from the texts."),
  knownActions: z
    .boolean()
    .exactOptional()
    .describe("Only requests count for actions that AWS lists, on resources that they take."),
});

const request = z
  .strictObject({ ...requestShape.shape, role: z.string().exactOptional() })
  .nullable()
  .describe("A request that shows it; null: there is none, or none was found.");

export const comparedShape: z.ZodType<PolicyCompared> = z.strictObject({
  kind: z.enum(comparedKinds),
  knownActions: z.boolean(),
  equal: z.boolean().describe("The same requests are allowed."),
  aWithinB: z.boolean(),
  bWithinA: z.boolean(),
  onlyInA: request,
  onlyInB: request,
  denyEqual: z.boolean().describe("The same requests are explicitly denied."),
  denyAWithinB: z.boolean(),
  denyBWithinA: z.boolean(),
  denyOnlyInA: request,
  denyOnlyInB: request,
  exact: z.boolean().describe("False: something above is not within for want of a proof."),
  reasons: textsShape,
});

export const policyWordsShape: z.ZodType<PolicyWords> = z.strictObject({
  elements: textsShape,
  operators: textsShape,
  keys: textsShape.describe("Condition keys; one that ends with / or * goes on with a name."),
  services: textsShape.describe("Prefixes of actions."),
  actions: textsShape.describe("Of the service that was asked about, its prefix included."),
});

export const policyTextShape = z.strictObject({
  policy: z.string(),
  kind: z.enum(policyKinds),
  text: z.string().describe("In the form to whose lines evidence points."),
});
