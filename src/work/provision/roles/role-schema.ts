/** The shape of the file that declares spoke roles; `schemas/roles.schema.json` is made from it. */
import { z } from "zod";
import { isAccountId, isArn, isOrganizationId, splitArn } from "../../../model/index.ts";

const accountId = z
  .string("an account id is a text: put it in quotes, so that leading zeros stay")
  .refine(isAccountId, "an account id has twelve digits")
  .describe("Twelve digits, in quotes.");
const text = z.string().min(1);

const principal = z
  .string("an account id is a text: put it in quotes, so that leading zeros stay")
  .superRefine((value, context) => {
    const wrong = whyNoPrincipal(value);
    if (wrong !== null) context.addIssue({ code: "custom", message: wrong });
  })
  .describe("ARN of a role or user, or an account's id: whoever its own policies permit.");

/** Null: it is one. */
function whyNoPrincipal(value: string): string | null {
  if (isAccountId(value)) return null;
  if (/[*?]/.test(value)) return "a principal has no wildcards: name each role";
  const parts = isArn(value) ? splitArn(value) : null;
  if (parts?.service === "sts") return "this is a session: name its role, arn:aws:iam::ACCOUNT:role/NAME";
  const isNamed = /^(role|user)\/[\w+=,.@/-]*[\w+=,.@-]$/.test(parts?.resource ?? "");
  if (parts?.service === "iam" && isAccountId(parts.account) && (isNamed || parts.resource === "root"))
    return null;
  return "a principal is the ARN of a role or user (arn:aws:iam::123456789012:role/hub), or an account's id";
}

/** Just one of the members. */
function oneOf(members: readonly string[], message: string) {
  return (value: object, context: { addIssue(issue: { code: "custom"; message: string }): void }): void => {
    const given = Object.entries(value).filter(([key, one]) => members.includes(key) && one !== undefined);
    if (given.length !== 1) context.addIssue({ code: "custom", message });
  };
}

const externalIdPlaces = ["registry", "file", "environment", "literal", "waived"] as const;

const externalId = z
  .strictObject(
    {
      registry: text.optional().describe("The relationship that the external ID was issued for."),
      file: text.optional().describe("A file that holds it, in one line; relative to this file."),
      environment: text.optional().describe("A variable that holds it."),
      literal: text.optional().describe("The external ID itself: whoever reads this file knows it then."),
      waived: text.optional().describe("Why there is none, for callers outside of the organization."),
    },
    "an external ID does not stand here itself: say where it is, as {registry: RELATIONSHIP}, {file: PATH} or {environment: NAME}; {literal: …} if it is no secret",
  )
  .superRefine(oneOf(externalIdPlaces, `it takes just one of ${externalIdPlaces.join(", ")}`));

const patterns = z.array(text).min(1).describe("Patterns with * and ?.");

const trust = z.strictObject({
  principals: z.array(principal).min(1).describe("Who may assume the role."),
  organization: z
    .string()
    .refine(isOrganizationId, "an organization id is written as o-abcde12345")
    .optional()
    .describe("The caller has to belong to it (aws:PrincipalOrgID)."),
  units: z
    .array(text)
    .optional()
    .describe(
      "Ids or names of units, or patterns such as o-…/r-…/ou-…/*: one has to hold the caller's account (aws:PrincipalOrgPaths).",
    ),
  externalId: externalId.optional().describe("What callers outside of the organization have to state."),
  sessionTags: z
    .array(
      z.strictObject({
        key: z
          .string()
          .regex(
            /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u,
            "a tag's key has 1 to 128 letters, digits, spaces and _.:/=+-@",
          ),
        values: patterns.optional(),
        required: z.boolean().optional().describe("Default: true. Without it, nobody gets in."),
        transitive: z
          .boolean()
          .optional()
          .describe("Default: false. Whether it may be handed on to the next role."),
      }),
    )
    .max(50, "a session takes 50 tags")
    .optional()
    .describe("Tags that the session may have; it may have no others."),
  sourceIdentity: z
    .strictObject({
      values: patterns.optional(),
      required: z.boolean().optional().describe("Default: true."),
    })
    .optional()
    .describe("What the caller may, or has to, state as source identity."),
});

const policyName = z
  .string()
  .regex(
    /^(?!arn:)([\x21-\x7e]+\/)?[\w+=,.@-]{1,128}$/,
    "a policy is named without its ARN, which differs by partition: SecurityAudit, or job-function/ViewOnlyAccess with its path",
  );

const boundary = z
  .strictObject({
    aws: policyName.optional().describe("A policy of AWS's."),
    account: policyName.optional().describe("A policy of the role's own account."),
  })
  .superRefine(oneOf(["aws", "account"], "it takes just one of aws and account"));

const inlinePolicy = z
  .strictObject({
    name: z.string().regex(/^[\w+=,.@-]{1,128}$/, "a policy's name has 1 to 128 letters, digits and _+=,.@-"),
    policy: z.record(z.string(), z.unknown()).optional().describe("The policy, as YAML."),
    file: text.optional().describe("A file that holds it as JSON; relative to this file."),
  })
  .superRefine(oneOf(["policy", "file"], "it takes just one of policy and file"));

const sessionLength = z
  .union(
    [z.number().int().positive(), z.string().regex(/^\d+[smh]$/)],
    "a duration is written as 45m, 1h or in seconds",
  )
  .transform((value) =>
    typeof value === "number"
      ? value
      : Number(value.slice(0, -1)) * ({ s: 1, m: 60, h: 3600 }[value.slice(-1)] ?? 1),
  )
  .refine((seconds) => seconds >= 3600 && seconds <= 43_200, "a role's longest session lasts from 1h to 12h")
  .describe(
    "How long a session may last: 1h to 12h, or in seconds. Default: 1h. Sessions out of sessions last one hour at most.",
  );

const tags = z
  .record(z.string(), z.string("a tag's value is a text: put it in quotes").max(256))
  .superRefine((value, context) => {
    for (const wrong of wrongTags(Object.entries(value)))
      context.addIssue({ code: "custom", message: wrong });
  });

function* wrongTags(entries: readonly (readonly [key: string, value: string])[]): Generator<string> {
  const form = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
  if (entries.length > 49) yield "a role takes 50 tags, of which one says that accesslens made it";
  const keys = new Set(entries.map(([key]) => key.toLowerCase()));
  if (keys.size < entries.length)
    yield "two keys differ by upper and lower case alone, which IAM does not tell apart";
  for (const [key, value] of entries) {
    if (key.length < 1 || key.length > 128 || !form.test(key) || !form.test(value)) {
      yield `${JSON.stringify(key)}: keys and values are letters, digits, spaces and _.:/=+-@`;
    }
    if (/^(aws|accesslens):/i.test(key))
      yield `${key}: keys that begin with aws: or accesslens: are not yours to set`;
  }
}

const role = z.strictObject({
  name: z.string().regex(/^[\w+=,.@-]{1,64}$/, "a role's name has 1 to 64 letters, digits and _+=,.@-"),
  path: z
    .string()
    .regex(/^\/([\x21-\x7e]+\/)?$/, "a path starts and ends with a slash")
    .max(512)
    .optional()
    .describe("Default: /"),
  description: z
    .string()
    .max(1000)
    .regex(/^[\t\n\r\x20-\x7e\xa1-\xff]*$/, "IAM takes Latin letters alone in a description")
    .optional(),
  trust: z.array(trust).min(1).describe("The ways in; each has conditions of its own."),
  permissions: z
    .strictObject({
      aws: z
        .array(policyName)
        .describe("Managed policies of AWS's, by name, with their path: SecurityAudit."),
      account: z
        .array(policyName)
        .describe("Managed policies of the role's own account, by name, with their path."),
      inline: z.array(inlinePolicy).describe("{account} and {partition} in it stand for the role's own."),
      boundary: z
        .union([z.literal("none"), boundary])
        .describe("The permissions boundary; left out: whatever stands there stays; none: it is taken away."),
    })
    .partial()
    .optional(),
  session: sessionLength.optional(),
  tags: tags.optional(),
  targets: z
    .strictObject({
      accounts: z.array(accountId).describe("By id."),
      units: z
        .array(text)
        .describe("Ids or names of units, with all below them; * is the whole organization."),
      tags: z
        .record(z.string(), z.string("a tag's value is a text: put it in quotes"))
        .describe("Accounts that have all of these tags; with units, of those alone."),
      except: z.array(accountId).describe("Not these."),
    })
    .partial()
    .describe("In which accounts: those that are named, and active ones by unit and tag."),
});

const hub = z.strictObject({
  principal: z
    .string()
    .refine(
      (value) => /:(role|user)\//.test(value) && whyNoPrincipal(value) === null,
      "a hub is the ARN of a role or user (arn:aws:iam::123456789012:role/hub)",
    )
    .describe("ARN of a role or user that is a principal of roles of this file."),
  policy: z
    .string()
    .regex(/^[\w+=,.@-]{1,128}$/, "a policy's name has 1 to 128 letters, digits and _+=,.@-")
    .optional()
    .describe("Name of its inline policy, which is this file's alone. Default: accesslens-assume-NAME."),
});

/** The file's shape. */
export const roleSetSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9][\w.-]{0,63}$/, "letters, digits and _.-, 64 at most")
      .describe("Stands in a tag of every role that is made of this file: others are not touched."),
    roles: z.array(role).min(1),
    hubs: z
      .array(hub)
      .optional()
      .describe(
        "Callers whose own policy is written, too: to assume the roles of this file, and nothing else.",
      ),
  })
  .superRefine(({ roles, hubs = [] }, context) => {
    const principals = new Set(roles.flatMap((one) => one.trust.flatMap((way) => way.principals)));
    for (const [index, { principal: arn }] of hubs.entries()) {
      const wrong = !principals.has(arn)
        ? "it is a principal of none of the roles"
        : hubs.findIndex((one) => one.principal === arn) < index
          ? "it is named twice"
          : null;
      if (wrong !== null)
        context.addIssue({ code: "custom", path: ["hubs", index, "principal"], message: wrong });
    }
    const seen = new Set<string>();
    for (const [index, { name, trust: ways }] of roles.entries()) {
      const add = (path: (string | number)[], message: string): void =>
        context.addIssue({ code: "custom", path: ["roles", index, ...path], message });
      if (seen.has(name.toLowerCase()))
        add(["name"], "two roles have this name, whose case IAM does not tell apart");
      seen.add(name.toLowerCase());
      for (const [way, { sessionTags = [] }] of ways.entries()) {
        const keys = new Set(sessionTags.map(({ key }) => key.toLowerCase()));
        if (keys.size < sessionTags.length) {
          add(
            ["trust", way, "sessionTags"],
            "two keys differ by upper and lower case alone, which IAM does not tell apart",
          );
        }
      }
    }
  });

export type RoleSetFile = z.infer<typeof roleSetSchema>;
