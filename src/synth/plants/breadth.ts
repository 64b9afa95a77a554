/** Trust and permission that are wider, older or longer than they need to be. */

import type { AccountPlan } from "../account-plan.ts";
import { administratorAccess, readOnlyAccess } from "../aws-managed-policies.ts";
import type { Plant, Planter } from "../planter.ts";
import {
  allow,
  type Condition,
  deny,
  policy,
  type Statement,
  trusting,
  trustingService,
} from "../policy-document.ts";
import { uuid } from "../random.ts";
import { vendors } from "../vendors.ts";

const root = (account: Pick<AccountPlan, "id">): string => `arn:aws:iam::${account.id}:root`;

/** `count` different accounts, or as many as there are. */
function several(p: Planter, count: number): AccountPlan[] {
  const found: AccountPlan[] = [];
  for (let i = 0; i < count; i++) {
    const next = p.other(...found);
    if (!found.includes(next)) found.push(next);
  }
  return found;
}

export const breadth: readonly Plant[] = [
  function wholeAccount(p) {
    const [a, b, c] = several(p, 3);
    if (a === undefined || b === undefined || c === undefined) return;
    p.mistake(
      "whole-account-trust",
      p.role(a, { name: "data-sharing", trust: policy(trusting(root(b))) }),
      "all of another account of ours",
    );
    p.mistake(
      "whole-account-trust",
      p.role(a, { name: "data-sharing-id", trust: policy(trusting(b.id)) }),
      "all of another account of ours, written as a bare id (12)",
    );
    p.mistake(
      "whole-account-trust",
      p.role(a, { name: "data-sharing-list", trust: policy(trusting([root(b), root(c)])) }),
      "all of two other accounts of ours",
    );
    const hollow: readonly (readonly [wish: string, condition: Condition, why: string])[] = [
      [
        "data-sharing-any-role",
        { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${b.id}:role/*` } },
        "any role of it is nearly all of it",
      ],
      [
        "data-sharing-anywhere",
        { IpAddress: { "aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"] } },
        "from anywhere, in two halves",
      ],
    ];
    for (const [wish, condition, why] of hollow)
      p.mistake(
        "whole-account-trust",
        p.role(a, { name: wish, trust: policy(trusting(root(b), { condition })) }),
        why,
      );
    const narrowed: readonly (readonly [wish: string, condition: Condition, why: string])[] = [
      [
        "data-sharing-role",
        { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${b.id}:role/data-*` } },
        "narrowed to some of its roles",
      ],
      [
        "data-sharing-tag",
        { StringEquals: { "aws:PrincipalTag/team": "data" } },
        "narrowed to principals that our own account has tagged",
      ],
    ];
    for (const [wish, condition, why] of narrowed)
      p.fine(
        "whole-account-trust",
        p.role(a, { name: wish, trust: policy(trusting(root(b), { condition })) }),
        why,
      );
    p.fine(
      "whole-account-trust",
      p.role(a, { name: "self-sharing", trust: policy(trusting(root(a))) }),
      "its own account",
    );
  },
  function assumeAnything(p) {
    const a = p.account();
    const wide: readonly (readonly [wish: string, statement: Statement, why: string])[] = [
      ["toolbox-runner", allow("sts:AssumeRole", "*"), "may try to assume any role anywhere"],
      ["toolbox-admin", allow("sts:*", "*"), "everything of sts on everything"],
      [
        "toolbox-pattern",
        allow(["s3:ListAllMyBuckets", "sts:Assume*"], ["arn:aws:s3:::*", "*"]),
        "a pattern of actions on a list with *",
      ],
    ];
    for (const [wish, statement, why] of wide)
      p.mistake("assume-role-any-resource", p.caller(a, wish, [statement]), why);
    const user = p.user(a, {
      name: "svc-toolbox",
      inline: [{ name: "assume", document: policy(allow("sts:AssumeRole", "*")) }],
    });
    p.mistake("assume-role-any-resource", user, "a user that may try to assume any role anywhere");
    const narrow: readonly (readonly [wish: string, statements: readonly Statement[], why: string])[] = [
      [
        "toolbox-spokes",
        [allow("sts:AssumeRole", "arn:aws:iam::*:role/SpokeComplianceRead")],
        "one role name",
      ],
      ["toolbox-identity", [allow(["sts:GetCallerIdentity", "sts:TagSession"], "*")], "assumes nothing"],
      ["toolbox-denied", [allow("s3:ListAllMyBuckets", "*"), deny("sts:AssumeRole", "*")], "a denial"],
    ];
    for (const [wish, statements, why] of narrow)
      p.fine("assume-role-any-resource", p.caller(a, wish, statements), why);
  },
  function stale(p) {
    const vendorRole = (wish: string, created: number, used: number | null): string => {
      const vendor = p.random.pick(vendors);
      return p.role(p.account(), {
        name: `${vendor.roleName}-${wish}`,
        trust: policy(
          trusting(`arn:aws:iam::${vendor.account}:root`, {
            condition: { StringEquals: { "sts:ExternalId": uuid(p.random) } },
          }),
        ),
        createdDaysAgo: created,
        lastUsedDaysAgo: used,
      });
    };
    p.mistake("stale-external-trust", vendorRole("trial", 700, 200), "last used 200 days ago");
    p.mistake("stale-external-trust", vendorRole("poc", 300, 95), "last used 95 days ago");
    p.mistake("stale-external-trust", vendorRole("unused", 500, null), "500 days old and never used");
    p.fine("stale-external-trust", vendorRole("quarterly", 700, 80), "last used 80 days ago");
    p.fine("stale-external-trust", vendorRole("new", 5, null), "never used, but made five days ago");
    const a = p.account();
    const idle = p.role(a, {
      name: "idle-internal",
      trust: policy(trusting(p.caller(a, "idle-client", []))),
      createdDaysAgo: 900,
      lastUsedDaysAgo: 380,
    });
    p.fine("stale-external-trust", idle, "unused, but trusts nobody outside");
  },
  function longSessions(p) {
    const a = p.account();
    const from = p.caller(p.other(a), "shift-client", []);
    const role = (wish: string, maxSessionSeconds: number): string =>
      p.role(a, {
        name: wish,
        trust: policy(trusting(from)),
        attached: [administratorAccess],
        maxSessionSeconds,
      });
    p.mistake("session-too-long", role("night-shift-admin", 43_200), "sessions of twelve hours");
    p.mistake("session-too-long", role("migration-admin", 36_000), "sessions of ten hours");
    p.fine("session-too-long", role("day-shift-admin", 3600), "sessions of one hour");
  },
  function organizationBound(p) {
    const a = p.account();
    const named = { "aws:PrincipalArn": "arn:aws:iam::*:role/ci-deployer" };
    const anywhere = p.role(a, {
      name: "ci-target",
      trust: policy(trusting("*", { condition: { ArnLike: named } })),
    });
    p.mistake(
      "organization-bound-missing",
      anywhere,
      "a role name in any account, without aws:PrincipalOrgID: an outsider can make such a role",
    );
    const bound = p.role(a, {
      name: "ci-target-org",
      trust: policy(
        trusting("*", { condition: { ArnLike: named, StringEquals: { "aws:PrincipalOrgID": p.plan.id } } }),
      ),
    });
    p.fine("organization-bound-missing", bound, "bound to the organization");
    const vendor = p.random.pick(vendors);
    const outside = p.role(a, {
      name: vendor.roleName,
      trust: policy(
        trusting(`arn:aws:iam::${vendor.account}:root`, {
          condition: { StringEquals: { "sts:ExternalId": uuid(p.random) } },
        }),
      ),
      lastUsedDaysAgo: 6,
    });
    p.fine(
      "organization-bound-missing",
      outside,
      "a vendor is not of the organization: the bound would cut it off (D3)",
    );
    const service = p.role(a, { name: "plain-service", trust: policy(trustingService("ec2.amazonaws.com")) });
    p.fine("organization-bound-missing", service, "a service brings no aws:PrincipalOrgID");
    const accounts = several(p, 5).filter((one) => one.id !== a.id);
    if (accounts.length >= 3) {
      const listed = p.role(a, { name: "listed-accounts", trust: policy(trusting(accounts.map(root))) });
      p.mistake(
        "organization-bound-missing",
        listed,
        "a list of our accounts that stays open when one of them leaves the organization",
      );
    }
  },
  function crossings(p) {
    const below = (account: AccountPlan, ...units: readonly string[]): boolean =>
      units.includes(account.unit);
    const prod = p.account((one) => one.environment === "prod");
    const low = p.account((one) => below(one, "dev", "dev-teams", "sandbox"));
    if (prod.environment !== "prod" || !below(low, "dev", "dev-teams", "sandbox")) return;
    const client = (account: AccountPlan, name: string, to: string): string =>
      p.caller(account, name, [allow("sts:AssumeRole", to)]);
    const name = p.name(prod, "prod-data-copy");
    const from = client(low, "copy-prod-data", p.arn(prod, name));
    const to = p.roleNamed(prod, { name, trust: policy(trusting(from)), attached: [readOnlyAccess] });
    p.mistake("ou-crossing", to, `a role of ${low.name} (${low.unit}) may assume a role of Prod`);
    p.exists({ from, to, why: "named and permitted, from a lower unit into Prod" });
    const sibling = p.account((one) => one.unit === prod.unit && one.id !== prod.id);
    if (sibling.unit !== prod.unit || sibling.id === prod.id) return;
    const other = p.name(prod, "prod-data-share");
    const friend = client(sibling, "share-prod-data", p.arn(prod, other));
    p.fine(
      "ou-crossing",
      p.roleNamed(prod, { name: other, trust: policy(trusting(friend)), attached: [readOnlyAccess] }),
      "both accounts stand in the same unit",
    );
  },
];
