/** The JSON of a question whether a request is allowed, and of its answer. */
import { z } from "zod";
import { decisionLayers } from "../../authz/request-question.ts";
import { requestShape, textsShape } from "../answer-shapes.ts";
import { caseShape } from "./case-shape.ts";

const text = z.string().min(1).max(2048);
const value = z.union([z.string(), z.array(z.string())]);

export const simulateQuestionShape = z.strictObject({
  request: z.strictObject({
    principal: z
      .union([text, z.strictObject({ federated: text })])
      .describe(
        "The ARN of a user, role, session or root user, a service, anonymous, or an identity provider.",
      ),
    role: text.exactOptional().describe("Of a session: its role's ARN, with the path."),
    action: text,
    resource: z.strictObject({
      arn: text,
      account: text.exactOptional().describe("Where neither the ARN nor the snapshot tells it."),
    }),
    context: z.record(z.string(), value).exactOptional().describe("Condition keys."),
  }),
  policies: caseShape.shape.policies
    .exactOptional()
    .describe("As in schemas/cases.schema.json; absent: those that the snapshot holds."),
});

const statement = z.strictObject({
  layer: z.enum(decisionLayers),
  target: z.string().exactOptional().describe("The control policy's level."),
  policy: z.string(),
  statement: z.number().int().min(0).describe("From 0."),
  sid: z.string().nullable(),
  effect: z.enum(["Allow", "Deny"]),
  lines: z.tuple([z.number().int().min(1), z.number().int().min(1)]),
});

const mismatch = z.strictObject({
  element: z.enum([
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
  ]),
  operator: z.string().exactOptional(),
  key: z.string().exactOptional(),
  expected: textsShape,
  actual: textsShape.nullable().describe("Null: the key is absent, or its value is not known."),
});

export const simulatedShape = z.strictObject({
  request: z.strictObject({ ...requestShape.shape, role: z.string().exactOptional() }),
  decision: z.enum(["Allowed", "ExplicitlyDenied", "ImplicitlyDenied", "Unknown"]),
  because: z.array(statement).describe("The statements that made it."),
  blockedBy: z
    .array(z.enum(decisionLayers))
    .exactOptional()
    .describe("Of a denial: the layers that blocked."),
  unknowns: textsShape.exactOptional(),
  notes: textsShape.exactOptional(),
  nearest: z
    .strictObject({ statement, failed: z.array(mismatch) })
    .exactOptional()
    .describe("Of an implicit denial: the Allow that came closest, and what did not match."),
});
