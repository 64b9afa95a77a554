/** The JSON of the organization at a glance, of its accounts and units, and of a search. */
import { z } from "zod";
import { severities } from "../findings/types.ts";
import { accountShape, coverageShape, textsShape } from "./answer-shapes.ts";

const count = z.number().int().min(0);
const name = z.string().nullable();

export const overviewShape = z.strictObject({
  organization: z.string().nullable().describe("null: the snapshot holds no organization."),
  accounts: count,
  accountsWithData: count,
  roles: count,
  rolesOpenToOutsiders: count.describe("Roles that some party outside of the organization is let into."),
  crossAccountTrusts: count.describe("Roles that another account is let into, wherever it is."),
  outsiders: z
    .array(z.strictObject({ kind: z.string(), id: z.string(), name, accounts: count, roles: count }))
    .describe("Who comes in from outside, most roles first."),
  findings: z.record(z.enum(severities), count),
  coverage: coverageShape,
  notes: textsShape,
  createdAt: count.describe("When the snapshot was taken: seconds since 1970."),
});

export const accountsShape = z.strictObject({
  accounts: z.array(
    z.strictObject({
      id: accountShape,
      name,
      status: z.string(),
      organizationPath: z.string().nullable(),
      hasData: z.boolean().describe("Whether its IAM data was read."),
      roles: count,
    }),
  ),
  units: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      parent: z.string().nullable().describe("null: a root."),
    }),
  ),
});

export const searchShape = z.strictObject({
  hits: z.array(
    z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("account"), id: accountShape, name }),
      z.strictObject({ kind: z.literal("unit"), id: z.string(), name: z.string() }),
      z.strictObject({ kind: z.literal("role"), arn: z.string(), account: z.string() }),
      z.strictObject({ kind: z.literal("user"), arn: z.string(), account: z.string() }),
      z.strictObject({
        kind: z.literal("statement"),
        arn: z.string().describe("The role's, user's or group's; of a managed policy its own."),
        account: z.string(),
        policy: z.string().describe("`trust policy`, `managed policy`, or an inline policy's name."),
        excerpt: z.string(),
      }),
      z.strictObject({ kind: z.literal("outsider"), what: z.string(), id: z.string(), name }),
    ]),
  ),
  complete: z.boolean().describe("Whether these are all."),
});
