/** The JSON of the map: the organization's accounts and units, the parties around it, and who is let in where, counted. */
import { z } from "zod";
import { severities } from "../../findings/types.ts";
import { accountShape } from "../answer-shapes.ts";
import { mapFlags } from "./map-flags.ts";

const count = z.number().int().min(0);
const name = z.string().nullable();
const severity = z.enum(severities).nullable();
const flags = count.describe("Bits by the place of a flag in `flags`.");

const mapPlaceShape = z.strictObject({
  id: accountShape,
  name,
  unit: count.nullable().describe("Its place among the units; null: not known, or it is in none."),
  hasData: z.boolean().describe("Whether its IAM data was read."),
  status: z.string(),
  roles: count,
  administered: z.boolean().describe("Somebody is or can become its administrator."),
  severity: severity.describe("Of its worst open finding."),
  findings: count.describe("Open ones of high or critical severity."),
});

const mapPartyShape = z.strictObject({
  kind: z.enum(["account", "organization", "organizational-unit", "any-account", "federated", "service"]),
  id: z.string(),
  name: name.describe("Of the vendor or account, where known."),
  external: z.boolean().describe("Outside of the organization; its own people and clusters are not."),
  group: name.describe("Where very many are alike, what they are called together."),
});

export const mapShape = z.strictObject({
  organization: z.string().nullable(),
  createdAt: count.describe("Seconds since 1970."),
  flags: z.array(z.enum(mapFlags)),
  units: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      parent: count.nullable().describe("Its place among the units, before this one; null: a root."),
    }),
  ),
  accounts: z.array(mapPlaceShape),
  parties: z.array(mapPartyShape).describe("Whoever is let in and is none of the accounts."),
  trusts: z
    .strictObject({
      from: z.array(count).describe("An account's place; from the number of accounts on, a party's."),
      to: z.array(count).describe("An account's place."),
      flags: z.array(count),
      roles: z.array(count).describe("How many roles let it in so."),
    })
    .describe("Columns of one length. What an account trusts itself with is left out."),
  techniques: z
    .array(z.strictObject({ id: z.string(), title: z.string(), principals: count }))
    .describe("Those that somebody can use, and how many."),
});

export const accountMapShape = z.strictObject({
  account: accountShape,
  roles: z.array(
    z.strictObject({ arn: z.string(), kind: z.enum(["role", "user"]), name: z.string(), flags, severity }),
  ),
  accounts: z.array(accountShape).describe("Other accounts that `from` and `to` name."),
  parties: z.array(mapPartyShape),
  edges: z
    .strictObject({
      from: z.array(count).describe("A place among roles, then accounts, then parties."),
      to: z.array(count).describe("The same."),
      kind: z.array(z.string()).describe("`trust`, `assume`, or a technique's id."),
      flags: z.array(count),
      count: z.array(count).describe("How many principals at the other end."),
    })
    .describe("Columns of one length."),
});

export const mapTrustsShape = z.strictObject({
  trusts: z.array(z.strictObject({ role: z.string(), who: mapPartyShape, flags })),
  total: count.describe("How many there are, whether told or not."),
});

export type OrganizationMap = z.infer<typeof mapShape>;
export type AccountMap = z.infer<typeof accountMapShape>;
export type MapParty = z.infer<typeof mapPartyShape>;
export type MapTrusts = z.infer<typeof mapTrustsShape>;
