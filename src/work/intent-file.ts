/** Declared intent as it stands in `accesslens.yaml`; docs/intent.md shows an example. */
import { z } from "zod";
import { catalogue } from "../findings/catalogue.ts";
import type { Intent } from "../findings/intent.ts";
import { severities } from "../findings/types.ts";
import published from "../findings/vendors/table.json" with { type: "json" };
import { isAccountId, isOrganizationId, ok, type Result } from "../model/index.ts";
import { type FileFault, parseYaml, readYamlFile } from "./yaml-file.ts";

const guide = "docs/intent.md";

const accountId = z
  .string("an account id is a text: put it in quotes, so that leading zeros stay")
  .refine(isAccountId, "an account id has twelve digits")
  .describe("Twelve digits, in quotes.");
const name = z.string().min(1);
const patterns = z.array(name);
const date = z
  .string("a date is a text such as 2027-06-30")
  .regex(/^\d{4}-\d{2}-\d{2}$/, "a date is written as 2027-06-30")
  .refine(isDate, "there is no such date")
  .describe("YYYY-MM-DD; the day itself still counts.");

/** A day of the calendar as YYYY-MM-DD: `Date.parse` alone takes the 31st of February for one in March. */
export function isDate(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

const durationUnits: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
const duration = z
  .union([
    z.number().int().positive(),
    z.string().regex(/^\d+[smh]$/, "a duration is written as 45m, 1h or in seconds"),
  ])
  .transform((value) =>
    typeof value === "number" ? value : Number(value.slice(0, -1)) * (durationUnits[value.slice(-1)] ?? 1),
  )
  .describe("Seconds, or a text such as 45m or 1h.");

type Names = {
  readonly vendors?: readonly Vendor[] | undefined;
  readonly knownAccounts?: readonly { readonly name: string }[] | undefined;
  readonly tiers?: readonly { readonly name: string }[] | undefined;
  readonly crossings?: readonly { readonly from: string; readonly to: string }[] | undefined;
  readonly rules?: Readonly<Record<string, unknown>> | undefined;
};
type Vendor = { readonly name: string; readonly accounts?: readonly string[] | undefined };
type Tell = {
  addIssue(issue: { code: "custom"; path: (string | number)[]; message: string }): void;
};

/** A name that nothing has would be intent without effect: a slip of the pen that nobody sees. */
function tellDanglingNames(file: Names, context: Tell): void {
  const tell = (path: (string | number)[], message: string): void => {
    context.addIssue({ code: "custom", path, message });
  };
  for (const rule of Object.keys(file.rules ?? {})) {
    if (!catalogue.some(({ id }) => id === rule)) {
      tell(["rules", rule], "there is no such rule; docs/rules.md lists them");
    }
  }
  const tiers = new Set((file.tiers ?? []).map((tier) => tier.name));
  for (const [index, { from, to }] of (file.crossings ?? []).entries()) {
    if (!tiers.has(from)) tell(["crossings", index, "from"], `no tier is called ${JSON.stringify(from)}`);
    if (!tiers.has(to)) tell(["crossings", index, "to"], `no tier is called ${JSON.stringify(to)}`);
  }
  const known = new Set([...published, ...(file.knownAccounts ?? [])].map((one) => one.name.toLowerCase()));
  for (const [index, { name: vendor, accounts }] of (file.vendors ?? []).entries()) {
    if (accounts === undefined && !known.has(vendor.toLowerCase())) {
      tell(
        ["vendors", index, "name"],
        `no accounts of ${JSON.stringify(vendor)} are published: name them with accounts`,
      );
    }
  }
}

/** The file's shape; `schemas/accesslens.schema.json` is made from it. */
export const intentSchema = z
  .strictObject({
    trusted: z
      .strictObject({
        organizations: z
          .array(z.string().refine(isOrganizationId, "an organization id is written as o-abcde12345"))
          .describe("Ids of organizations that are ours besides the one at hand."),
        accounts: z
          .array(
            z.strictObject({
              id: accountId,
              name: name.optional(),
              owner: name.optional(),
              reason: name.optional(),
            }),
          )
          .describe("Accounts that are ours, outside the organization."),
      })
      .partial(),
    vendors: z
      .array(
        z.strictObject({
          name,
          accounts: z
            .array(accountId)
            .optional()
            .describe("Without it, all account ids that the vendor has published."),
          owner: name.describe("Who answers for it."),
          roles: patterns
            .optional()
            .describe("Names or ARNs of the roles that it may assume, with wildcards."),
          until: date.optional().describe("The approval's last day."),
        }),
      )
      .describe("Vendors that may come in."),
    knownAccounts: z
      .array(z.strictObject({ name, accounts: z.array(accountId).min(1), source: name.optional() }))
      .describe("Whose account is this: extends and overrides the published list."),
    tiers: z
      .array(
        z.strictObject({
          name,
          level: z.number().describe("The higher, the more trusted."),
          units: patterns
            .min(1)
            .describe(
              "Names, ids or paths of organizational units, or account ids or names, with wildcards.",
            ),
        }),
      )
      .describe("Levels of trust of organizational units."),
    crossings: z
      .array(z.strictObject({ from: name, to: name, roles: patterns.optional(), reason: name }))
      .describe("Ways from one tier into another that are meant to be."),
    standardSession: duration.describe("How long a session may last."),
    crownJewels: patterns.describe("ARNs of what matters most, with wildcards."),
    staleAfterDays: z.number().int().positive().describe("Trust that was not used for so long is stale."),
    companyNames: z.array(name).describe("What we are called, for telling guessable external IDs."),
    rules: z
      .record(
        name,
        z.strictObject({ severity: z.enum(severities).optional(), enabled: z.boolean().optional() }),
      )
      .describe("By rule id: another severity, or off."),
  })
  .partial()
  .superRefine(tellDanglingNames);

type IntentFile = z.infer<typeof intentSchema>;

/** The last second of the day, in seconds since 1970, UTC. */
export function endOfDay(text: string): number {
  return Date.parse(text) / 1000 + 86_399;
}

function intentOf(file: IntentFile): Intent {
  return {
    organizations: file.trusted?.organizations ?? [],
    accounts: (file.trusted?.accounts ?? []).map((account) => account.id),
    vendors: (file.vendors ?? []).map((vendor) => ({
      name: vendor.name,
      accounts: vendor.accounts ?? [],
      owner: vendor.owner,
      roles: vendor.roles ?? [],
      until: vendor.until === undefined ? null : endOfDay(vendor.until),
    })),
    knownAccounts: [
      ...(file.knownAccounts ?? []).map((known) => ({ ...known, source: known.source ?? null })),
      // Our own accounts have names too.
      ...(file.trusted?.accounts ?? []).flatMap(({ id, name: own }) =>
        own === undefined ? [] : [{ name: own, accounts: [id], source: null }],
      ),
    ],
    tiers: file.tiers ?? [],
    crossings: (file.crossings ?? []).map((crossing) => ({ ...crossing, roles: crossing.roles ?? [] })),
    standardSessionSeconds: file.standardSession ?? null,
    crownJewels: file.crownJewels ?? [],
    staleAfterDays: file.staleAfterDays ?? 90,
    companyNames: file.companyNames ?? [],
    rules: Object.fromEntries(
      Object.entries(file.rules ?? {}).map(([rule, { severity, enabled }]) => [
        rule,
        { ...(severity === undefined ? {} : { severity }), ...(enabled === undefined ? {} : { enabled }) },
      ]),
    ),
  };
}

export function readIntent(path: string): Result<Intent, readonly FileFault[]> {
  return withIntent(readYamlFile(path, intentSchema, guide));
}

export function parseIntent(text: string, path = "accesslens.yaml"): Result<Intent, readonly FileFault[]> {
  return withIntent(parseYaml(text, path, intentSchema, guide));
}

function withIntent(file: Result<IntentFile, readonly FileFault[]>): Result<Intent, readonly FileFault[]> {
  return file.ok ? ok(intentOf(file.value)) : file;
}
