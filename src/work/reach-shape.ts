/** The JSON that `accesslens paths`, `blast-radius`, `exposure` and `chokepoints` print; schemas are made from it. */
import { z } from "zod";
import {
  accountShape,
  coverageShape,
  evidenceShape,
  guardShape,
  requestShape,
  textsShape,
} from "./answer-shapes.ts";
import type { BlastRadiusAnswer, ChokepointsAnswer, ExposureAnswer, PathsAnswer } from "./reach-answer.ts";

const hops = z.number().int().min(0);
const proven = z.boolean().describe("Whether some way of proven hops leads there, be it longer.");

const evidence = z.array(evidenceShape);

const hop = z.strictObject({
  from: z.string(),
  to: z.string(),
  kind: z
    .enum(["assume", "delegate", "escalate", "access"])
    .describe(
      "delegate: an account lets any principal that it permits. escalate: by a technique. access: the use of a resource.",
    ),
  technique: z.string().exactOptional().describe("Its id in docs/techniques.md."),
  title: z.string().exactOptional().describe("What the technique does."),
  action: z.string().exactOptional().describe("Of an access: what is done there."),
  guard: guardShape.exactOptional().describe("What has to hold besides, all of it."),
  proven: z.boolean(),
  reasons: textsShape.describe("Why it is only may."),
  evidence: evidence.describe("The statements on both sides."),
  requests: z.array(requestShape).describe("Calls that show it, in order."),
  means: textsShape.describe("The workload, policy or group that a technique is done with."),
  session: z
    .strictObject({
      mostSeconds: z
        .number()
        .int()
        .min(1)
        .exactOptional()
        .describe("Of a chained session, which is one that a role's session made."),
      sets: guardShape
        .exactOptional()
        .describe("What the call has to set, so that a later hop of the way is let through."),
    })
    .exactOptional()
    .describe("Of the session that an assumption makes."),
  commands: textsShape
    .exactOptional()
    .describe("With --commands: AWS CLI calls by which an authorized tester would confirm it."),
});

export const pathShape = z.strictObject({
  from: z.string(),
  to: z.string(),
  proven: z.boolean(),
  hops: z.array(hop).describe("None: the start is an administrator already."),
  administrator: evidence
    .exactOptional()
    .describe("By which of its own statements whoever stands at the end is an administrator."),
});

export const pathsShape: z.ZodType<PathsAnswer> = z.strictObject({
  paths: z.array(pathShape).describe("Those with fewer hops first."),
  complete: z.boolean().describe("Whether these are all that there are within the limit of hops."),
  coverage: coverageShape,
  notes: textsShape,
});

export const blastRadiusShape: z.ZodType<BlastRadiusAnswer> = z.strictObject({
  from: z.string(),
  reached: z.array(
    z.strictObject({
      arn: z.string(),
      kind: z.enum(["role", "user", "resource"]),
      account: accountShape,
      hops,
      proven,
    }),
  ),
  administrators: z.array(z.strictObject({ account: accountShape, hops, proven })),
  coverage: coverageShape,
  notes: textsShape,
});

export const exposureShape: z.ZodType<ExposureAnswer> = z.strictObject({
  to: z.string(),
  who: z
    .array(
      z.strictObject({
        id: z
          .string()
          .describe("A principal's ARN, an account's root, a provider, an organization, or anyone."),
        external: z.boolean().describe("Outside of the organization."),
        hops,
        proven,
        guard: guardShape.describe("What outsiders have to bring to come in."),
      }),
    )
    .describe("Outsiders first, then those with fewer hops."),
  coverage: coverageShape,
  notes: textsShape,
});

const targets = z
  .number()
  .int()
  .min(0)
  .describe("Principals and accounts that can be come to before the cut.");

const accessCut = z.strictObject({
  from: z.string(),
  to: z.string(),
  over: z.literal("edges"),
  kind: z
    .enum(["cut", "uncuttable"])
    .describe("uncuttable: some start is a target already, or becomes it by what can't be cut."),
  cut: z.array(hop).describe("The fewest accesses whose loss leaves no way; each of them is needed."),
  disjointWays: z
    .number()
    .int()
    .min(0)
    .describe("Ways that share no access: as many as the cut has, so that fewer do not suffice."),
  targets,
  coverage: coverageShape,
  notes: textsShape,
});

const cutStatement = z.strictObject({
  kind: z
    .enum(["trust-policy", "inline-policy", "managed-policy", "attachment", "resource-policy"])
    .describe("attachment: the policy is AWS's own, or its text is not at hand, and can be detached only."),
  policy: z.string().describe("As in the evidence of hops."),
  statement: z
    .union([z.string(), z.number().int().min(0), z.null()])
    .describe("Sid, or the place from 0; null: the policy whole."),
  lines: z.tuple([z.number().int().min(1), z.number().int().min(1)]).nullable(),
  text: z.string(),
  principals: textsShape.describe("Whom its removal concerns: principals, or the resource."),
  ways: z.number().int().min(0).describe("How many of the ways that were looked at it cuts."),
  needed: z
    .array(hop.pick({ from: true, to: true, kind: true, technique: true, proven: true }))
    .describe("With it, and without the others of the cut, there is this way again."),
});

const statementCut = z.strictObject({
  from: z.string(),
  to: z.string(),
  over: z.literal("statements"),
  kind: z
    .enum(["cut", "uncuttable", "unfinished"])
    .describe(
      "uncuttable: some way rests on no statement. unfinished: the budget ended before a cut was found.",
    ),
  cut: z.array(cutStatement).describe("Without these statements no way is left; each of them is needed."),
  atLeast: z.number().int().min(0).describe("No set of fewer statements cuts every way."),
  minimum: z.boolean().describe("Whether it is proven that fewer do not suffice."),
  targets,
  otherAccessesLost: z
    .number()
    .int()
    .min(0)
    .describe(
      "Accesses between two principals that are lost besides, though they lie on no way to a target.",
    ),
  coverage: coverageShape,
  notes: textsShape,
});

export const chokepointsShape: z.ZodType<ChokepointsAnswer> = z.union([accessCut, statementCut]);
