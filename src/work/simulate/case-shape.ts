/**
 * The shape of a case of `accesslens simulate --cases`; `schemas/cases.schema.json` is made from it. Cases are read by
 * {@link CaseReader}, which is much faster and says where a policy is wrong; a test holds the two to each other.
 */
import { z } from "zod";

const account = z.string().min(1).describe("The id of the account that owns the resource.");
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const document = z
  .union([z.string(), z.looseObject({})])
  .describe("A policy: the object, or its text, also as AWS's APIs URL-encode it.");
const named = z.strictObject({
  name: z.string().exactOptional().describe("What answers call it."),
  document,
});
const policies = z.array(named);
const nothing = "Null, or left out: none applies, and nothing is limited. An empty list allows nothing.";
const levels = z
  .array(z.strictObject({ target: z.string().exactOptional(), policies }))
  .nullable()
  .exactOptional();

const request = z.strictObject({
  principal: z
    .union([z.string(), z.strictObject({ federated: z.string() })])
    .describe(
      'The ARN of a user, role, session or root user, a service such as "lambda.amazonaws.com", "anonymous", or an identity provider.',
    ),
  role: z.string().exactOptional().describe("Of a session: its role's ARN, with the path."),
  action: z.string().regex(/^[^:\s*?]+:[^:\s*?]+$/),
  resource: z.strictObject({
    arn: z.string().min(1).describe("Literal; * for actions that take no resource."),
    account,
  }),
  context: z
    .record(z.string(), z.union([scalar, z.array(scalar)]))
    .exactOptional()
    .describe("Condition keys. An empty text is present and empty, an empty list is absent."),
});

export const caseShape = z.looseObject({
  name: z.string().exactOptional().describe("Given back with the answer."),
  request,
  policies: z.strictObject({
    identity: z
      .union([policies, z.literal("unknown")])
      .nullable()
      .exactOptional(),
    resource: document
      .nullable()
      .exactOptional()
      .describe('The policy on the resource; "unknown" where it is not known.'),
    boundary: policies.nullable().exactOptional().describe(nothing),
    session: policies.nullable().exactOptional().describe(nothing),
    scps: levels.describe("Along the path of the principal's account: the root first, the account last."),
    rcps: levels.describe("Along the path of the resource's account."),
    endpoint: policies.nullable().exactOptional().describe(nothing),
    attributes: z
      .looseObject({})
      .nullable()
      .exactOptional()
      .describe("Grants, block settings and the like; docs/simulate.md lists them."),
  }),
});
