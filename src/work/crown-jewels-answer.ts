/** What `accesslens crown-jewels` and the library answer; its JSON Schema is made from the shape. */
import { z } from "zod";
import type { CrownJewelsFound, RankedJewel } from "../graph/crown-jewels/index.ts";
import type { CoverageGap } from "../model/index.ts";
import { coverageShape, textsShape } from "./answer-shapes.ts";

/** `account` null: the organization itself. */
type JewelAnswer = Omit<RankedJewel, "account"> & { readonly account: string | null };

export type CrownJewelsAnswer = Omit<CrownJewelsFound, "jewels" | "coverage"> & {
  /** Those that are come to from outside first, proven and near ones before others. */
  readonly jewels: readonly JewelAnswer[];
  readonly coverage: readonly (Omit<CoverageGap, "account"> & { readonly account: string | null })[];
};

const comers = z.strictObject({
  count: z.number().int().min(0),
  proven: z.number().int().min(0).describe("How many of them come by a way of proven hops."),
  hops: z.number().int().min(0).nullable().describe("The fewest that one of them takes; null: nobody comes."),
});

export const crownJewelsShape: z.ZodType<CrownJewelsAnswer> = z.strictObject({
  jewels: z.array(
    z.strictObject({
      id: z
        .string()
        .describe(
          "What paths --to and exposure take; kms:ACCOUNT, secretsmanager:ACCOUNT for all of one account.",
        ),
      kind: z.enum([
        "organization",
        "management-account",
        "security-tooling",
        "log-archive",
        "administrator",
        "keys",
        "secrets",
        "tagged",
        "matching",
        "declared",
      ]),
      account: z
        .string()
        .regex(/^\d{12}$/)
        .nullable()
        .describe("Null: the organization itself."),
      because: textsShape.describe("Why it counts."),
      things: z.number().int().min(1).describe("How many keys or secrets it stands for; else 1."),
      outsiders: comers.describe("Parties outside of the organization."),
      otherAccounts: comers.describe("Principals of other accounts of the organization."),
      ownAccount: comers.describe("Principals of its own account."),
      unknown: z
        .string()
        .nullable()
        .describe(
          "Why there may be more who come there than the counts say; null: nothing is known to be missing.",
        ),
    }),
  ),
  all: z.number().int().min(0).describe("How many there are, the told ones among them."),
  reachedFromOutside: z.number().int().min(0).describe("How many of all are come to from outside."),
  defaults: z.boolean().describe("They were found by what the snapshot shows: nobody chose any."),
  coverage: coverageShape,
  notes: textsShape,
});
