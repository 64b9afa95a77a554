/** The JSON that `accesslens advise --format json` prints; `schemas/advice.schema.json` is made from it. */
import { z } from "zod";
import { facts, type Reason, wayKinds } from "../../../provision/advice/index.ts";
import { accountShape, textsShape } from "../../answer-shapes.ts";
import { whoShape } from "../../trust-shape.ts";

const reasonShape: z.ZodType<Reason> = z.strictObject({
  fact: z.enum(Object.keys(facts).filter((id): id is Reason["fact"] => id in facts)),
  says: z.string(),
  source: z.string().describe("The page of AWS that says so."),
  speaks: z.enum(["for", "against", "never", "neutral"]).describe("never: it is no way then."),
  points: z.number(),
});

const wayShape = z.strictObject({
  kind: z.enum(wayKinds),
  title: z.string(),
  state: z
    .enum(["proven", "unproven", "blocked", "impossible"])
    .describe(
      "Put into the snapshot: every request that was tried is allowed; not all is known; something denies it still; or a reason says never.",
    ),
  points: z
    .number()
    .describe("The sum of its reasons' points: what it is ranked by, among ways of one state."),
  reasons: z.array(reasonShape),
  blockedBy: textsShape.describe("What would still deny it: control policies, boundaries, statements."),
  unknown: textsShape.describe("What is not known about this way."),
  tried: z
    .array(
      z.strictObject({
        ...{ principal: z.string(), action: z.string(), resource: z.string() },
        context: z.record(z.string(), z.string()),
      }),
    )
    .describe("The requests that the state is about."),
  commands: z
    .array(
      z.strictObject({ account: accountShape.describe("Whose credentials it takes."), command: z.string() }),
    )
    .describe("In this order."),
  files: z.array(z.strictObject({ name: z.string(), what: z.string(), text: z.string() })),
  policies: z
    .array(
      z.strictObject({
        resource: z.string(),
        before: z.string().nullable(),
        isKnown: z
          .boolean()
          .describe("Whether the snapshot tells what stands there; if not, after is what is added."),
        after: z.string(),
      }),
    )
    .describe("Policies of resources as they would be."),
  exposes: z
    .array(
      z.strictObject({
        action: z.string(),
        resource: z.string(),
        gained: z.array(whoShape).describe("Who can then and could not before, the caller among them."),
      }),
    )
    .nullable()
    .describe("Null: it is no way."),
});

export const adviceShape = z.strictObject({
  from: z.string(),
  to: z.array(z.strictObject({ resource: z.string(), account: accountShape, actions: textsShape })),
  organization: z.string().nullable(),
  thirdParty: z
    .boolean()
    .describe("The caller's account is another, and not known to be of the organization."),
  recommended: z.enum(wayKinds).nullable().describe("Null: there is no way, or something denies each."),
  because: z.string(),
  ways: z.array(wayShape).describe("Best first."),
  unknown: textsShape.describe("What is not known, whichever way is taken."),
});

export type Advice = z.infer<typeof adviceShape>;
export type AdvisedWay = Advice["ways"][number];
