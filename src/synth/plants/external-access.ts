/** Trust in outsiders, by every way that it is written, and trust that only looks as wide (IAM-SEMANTICS 12, 16, 46, 48). */

import { administratorAccess, readOnlyAccess } from "../aws-managed-policies.ts";
import type { Plant, Planter } from "../planter.ts";
import { type Condition, policy, type Statement, trusting } from "../policy-document.ts";
import { uuid } from "../random.ts";
import { vendors } from "../vendors.ts";

/** Condition under which `*` is trusted, as a function of the organization's id. */
type Opening = readonly [wish: string, condition: (p: Planter) => Condition | undefined, why: string];

const open: readonly Opening[] = [
  ["public-upload", () => undefined, "every AWS account may assume it: * without condition"],
  [
    "federated-query",
    () => ({ Bool: { "aws:MultiFactorAuthPresent": "true" } }),
    "any account's principal with MFA",
  ],
  [
    "org-reader",
    (p) => ({ StringEquals: { "aws:PrincipalOrgID": p.strangeOrganization() } }),
    "another organization is trusted as a whole",
  ],
  [
    "org-inverse",
    (p) => ({ StringNotEquals: { "aws:PrincipalOrgID": p.plan.id } }),
    "everyone but our organization: the negation is the wrong way round",
  ],
  [
    "org-if-exists",
    (p) => ({ StringEqualsIfExists: { "aws:PrincipalOrgID": p.plan.id } }),
    "IfExists lets in accounts that are in no organization",
  ],
  [
    "org-all-values",
    (p) => ({ "ForAllValues:StringLike": { "aws:PrincipalOrgPaths": `${p.plan.id}/*` } }),
    "ForAllValues holds for accounts that are in no organization (48)",
  ],
  ["org-any", () => ({ StringLike: { "aws:PrincipalOrgID": "o-*" } }), "any organization will do"],
  [
    "agent-only",
    () => ({ StringLike: { "aws:UserAgent": "acme-agent/*" } }),
    "a key that the caller sets freely",
  ],
  [
    "tagged-only",
    () => ({ StringEquals: { "aws:PrincipalTag/department": "finance" } }),
    "outsiders tag their own principals as they like",
  ],
  [
    "same-named",
    () => ({ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/release-manager" } }),
    "a role of this name can be made in any account",
  ],
];

const closed: readonly Opening[] = [
  [
    "org-only",
    (p) => ({ StringEquals: { "aws:PrincipalOrgID": p.plan.id } }),
    "only principals of our organization",
  ],
  [
    "org-caseless",
    (p) => ({ StringEqualsIgnoreCase: { "aws:PrincipalOrgID": p.plan.id.toUpperCase() } }),
    "only principals of our organization, told without case",
  ],
  [
    "unit-only",
    (p) => ({ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": `${p.plan.id}/${p.plan.rootId}/*` } }),
    "only accounts under our root",
  ],
  [
    "accounts-only",
    (p) => ({ StringEquals: { "aws:PrincipalAccount": [p.plan.hubs.security.id, p.plan.hubs.deploy.id] } }),
    "only two of our accounts",
  ],
  [
    "name-in-hub",
    (p) => ({ ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${p.plan.hubs.deploy.id}:role/*` } }),
    "only roles of our deploy account",
  ],
  [
    "org-and-agent",
    (p) => ({
      StringEquals: { "aws:PrincipalOrgID": p.plan.id },
      StringNotLike: { "aws:UserAgent": "*curl*" },
    }),
    "our organization and a further condition",
  ],
];

export const externalAccess: readonly Plant[] = [
  ...open.map(
    ([wish, condition, why]): Plant =>
      (p) => {
        const made = condition(p);
        const statement = trusting("*", made === undefined ? {} : { condition: made });
        const to = p.role(p.account(), {
          name: wish,
          trust: policy(statement),
          attached: [readOnlyAccess],
          lastUsedDaysAgo: 2,
        });
        p.mistake("external-access", to, why);
        if (made === undefined) p.exists({ from: "*", to, external: true, why });
      },
  ),
  ...closed.map(
    ([wish, condition, why]): Plant =>
      (p) => {
        const made = condition(p);
        p.fine(
          "external-access",
          p.role(p.account(), {
            name: wish,
            trust: policy(trusting("*", made === undefined ? {} : { condition: made })),
          }),
          why,
        );
      },
  ),
  function namedOutsiders(p) {
    const stranger = p.stranger();
    const plant = (wish: string, statement: Statement, why: string): void => {
      const to = p.role(p.account(), {
        name: wish,
        trust: policy(statement),
        attached: [administratorAccess],
        lastUsedDaysAgo: 3,
      });
      p.mistake("external-access", to, why);
      p.exists({ from: `arn:aws:iam::${stranger}:root`, to, external: true, why });
    };
    const secret = { StringEquals: { "sts:ExternalId": uuid(p.random) } };
    plant(
      "acquisition-migration",
      trusting(stranger, { condition: secret }),
      "an unknown account, written as a bare id (12)",
    );
    const inside = p.account();
    plant(
      "merged-reporting",
      trusting([`arn:aws:iam::${inside.id}:root`, `arn:aws:iam::${stranger}:root`], { condition: secret }),
      "one outsider in a list of our own accounts",
    );
    const only = p.role(p.account(), {
      name: "contractor-role",
      trust: policy(trusting(`arn:aws:iam::${stranger}:role/contractor`, { condition: secret })),
      lastUsedDaysAgo: 3,
    });
    p.mistake("external-access", only, "a role of an unknown account");
  },
  function knownVendor(p) {
    const vendor = p.random.pick(vendors);
    const to = p.role(p.account(), {
      name: vendor.roleName,
      trust: policy(
        trusting(`arn:aws:iam::${vendor.account}:root`, {
          condition: { StringEquals: { "sts:ExternalId": uuid(p.random) } },
        }),
      ),
      lastUsedDaysAgo: 1,
    });
    p.mistake("external-access", to, `${vendor.name} may assume it (known vendor, good external ID)`);
    p.fine("external-id-missing", to, "it asks for an external ID");
    p.fine("external-id-weak", to, "a random UUID");
    p.fine("stale-external-trust", to, "used yesterday");
    p.exists({
      from: `arn:aws:iam::${vendor.account}:root`,
      to,
      external: true,
      why: `${vendor.name} with its external ID`,
    });
  },
  function vendorDeniedAgain(p) {
    const vendor = p.random.pick(vendors);
    const to = p.role(p.account(), {
      name: `${vendor.roleName}-frozen`,
      trust: policy(
        trusting(`arn:aws:iam::${vendor.account}:root`, {
          condition: { StringEquals: { "sts:ExternalId": uuid(p.random) } },
        }),
        trusting("*", {
          effect: "Deny",
          condition: { StringNotEquals: { "aws:PrincipalOrgID": p.plan.id } },
        }),
      ),
    });
    p.fine("external-access", to, "a Deny for everyone outside the organization takes the vendor out again");
    p.looksLike({
      from: `arn:aws:iam::${vendor.account}:root`,
      to,
      external: true,
      why: "denied for being outside the organization",
    });
  },
  function insiders(p) {
    const a = p.account();
    const b = p.other(a);
    const to = p.role(b, {
      name: "internal-reporting",
      trust: policy(trusting(p.caller(a, "reporting-client", []))),
    });
    p.fine("external-access", to, "a role of our own organization");
    p.fine("external-id-missing", to, "a role of our own organization needs no external ID");
    const own = p.role(a, { name: "own-account", trust: policy(trusting(a.id)) });
    p.fine("external-access", own, "its own account, written as a bare id (12)");
    p.fine("whole-account-trust", own, "its own account");
  },
];
