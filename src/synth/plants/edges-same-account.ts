/** Edges inside one account, and what only looks like one (IAM-SEMANTICS 20, 23, 25, 27, and the table of A2). */

import type { AccountPlan } from "../account-plan.ts";
import { powerUserAccess } from "../aws-managed-policies.ts";
import type { Plant, Planter } from "../planter.ts";
import { allow, type Condition, deny, policy, type Statement, trusting } from "../policy-document.ts";

const root = (account: AccountPlan): string => `arn:aws:iam::${account.id}:root`;

/** A role that trusts its whole account. */
function delegating(p: Planter, account: AccountPlan, wish: string, condition?: Condition): string {
  return p.role(account, {
    name: wish,
    trust: policy(trusting(root(account), condition === undefined ? {} : { condition })),
  });
}

const assume = (to: string): Statement => allow("sts:AssumeRole", to);

export const edgesInOneAccount: readonly Plant[] = [
  function namedDirectly(p) {
    const a = p.account();
    const from = p.caller(a, "report-runner", []);
    const user = p.user(a, { name: "svc-report-export" });
    const to = p.role(a, { name: "report-archive", trust: policy(trusting([from, user])) });
    const why = "trust names it directly in the same account: no identity permission is needed (23)";
    p.exists({ from, to, why });
    p.exists({ from: user, to, why });
  },
  function delegatedToAccount(p) {
    const a = p.account();
    const to = delegating(p, a, "ledger-maintenance");
    p.exists({
      from: p.caller(a, "ledger-jobs", [assume(to)]),
      to,
      why: "account trusted, identity policy allows it",
    });
    p.looksLike({
      from: p.caller(a, "ledger-viewer", [allow("s3:GetObject", "*")]),
      to,
      why: "account trusted, but the identity policy says nothing of sts:AssumeRole",
    });
    p.looksLike({
      from: p.caller(a, "ledger-sync", [assume(`${to}-v2`)]),
      to,
      why: "account trusted, but the identity policy allows another role whose name begins alike",
    });
    p.looksLike({
      from: p.caller(a, "ledger-cleaner", [allow("sts:AssumeRole", "*"), deny("sts:AssumeRole", to)]),
      to,
      why: "the identity policy allows every role and denies this one",
    });
    p.exists({
      from: p.caller(a, "ledger-batch", [allow("sts:assumerole", `${to.slice(0, -3)}*`)]),
      to,
      why: "the pattern covers it, and action names have no case (52)",
    });
    p.looksLike({
      from: p.caller(a, "ledger-case", [assume(to.replace("ledger-maint", "Ledger-maint"))]),
      to,
      why: "resource ARNs have case",
    });
  },
  function deniedThoughNamed(p) {
    const a = p.account();
    const name = p.name(a, "settlement-writer");
    const from = p.caller(a, "settlement-job", [deny("sts:AssumeRole", p.arn(a, name))]);
    const to = p.roleNamed(a, { name, trust: policy(trusting(from)) });
    p.looksLike({ from, to, why: "trust names it, but its own identity policy denies the call" });
  },
  function boundaryBetween(p) {
    const a = p.account();
    const blocked = p.managedPolicy(a, {
      name: "NoAssumeBoundary",
      versions: [policy(allow(["s3:*", "logs:*"], "*"))],
    });
    const open = p.managedPolicy(a, {
      name: "AssumeBoundary",
      versions: [policy(allow(["s3:*", "sts:AssumeRole"], "*"))],
    });
    const to = delegating(p, a, "pricing-refresh");
    p.looksLike({
      from: p.caller(a, "pricing-bounded", [assume(to)], { boundary: blocked }),
      to,
      why: "the boundary does not allow sts:AssumeRole",
    });
    p.exists({
      from: p.caller(a, "pricing-open", [assume(to)], { boundary: open }),
      to,
      why: "identity policy and boundary both allow it",
    });
    const named = p.caller(a, "pricing-named", [], { boundary: blocked });
    const direct = p.role(a, { name: "pricing-direct", trust: policy(trusting(named)) });
    p.looksLike({
      from: named,
      to: direct,
      why: "a role named by trust is still limited by its boundary (A2)",
    });
    const wildcard = p.caller(a, "pricing-wildcard", [], { boundary: blocked });
    const bypass = p.role(a, {
      name: "pricing-by-condition",
      trust: policy(trusting("*", { condition: { ArnEquals: { "aws:PrincipalArn": wildcard } } })),
    });
    p.exists({
      from: wildcard,
      to: bypass,
      why: "trust in * narrowed by aws:PrincipalArn bypasses identity policy and boundary in the same account (A2)",
    });
  },
  function deniedByTrust(p) {
    const a = p.account();
    const from = p.caller(a, "cart-worker", []);
    const byPrincipal = p.role(a, {
      name: "cart-restore",
      trust: policy(trusting(from), trusting(from, { effect: "Deny" })),
    });
    p.looksLike({ from, to: byPrincipal, why: "the trust policy allows and denies it: deny wins" });
    const byCondition = p.role(a, {
      name: "cart-rebuild",
      trust: policy(
        trusting(root(a)),
        trusting(from),
        trusting("*", { effect: "Deny", condition: { ArnEquals: { "aws:PrincipalArn": from } } }),
      ),
    });
    p.looksLike({ from, to: byCondition, why: "a Deny on aws:PrincipalArn takes it out again" });
  },
  function itself(p) {
    const a = p.account();
    const name = p.name(a, "session-refresher");
    const self = p.arn(a, name);
    p.roleNamed(a, { name, trust: policy(trusting(self)) });
    p.exists({ from: self, to: self, why: "the role trusts itself by name (27)" });
    const second = p.name(a, "token-refresher");
    const silent = p.arn(a, second);
    p.roleNamed(a, {
      name: second,
      trust: policy({
        Effect: "Allow",
        Principal: { Service: "ec2.amazonaws.com" },
        Action: "sts:AssumeRole",
      }),
      inline: [{ name: "self", document: policy(assume(silent)) }],
    });
    p.looksLike({ from: silent, to: silent, why: "it may assume itself, but does not trust itself (27)" });
    const third = delegating(p, a, "cache-refresher");
    p.looksLike({ from: third, to: third, why: "trusts its account, but has no permission for itself" });
  },
  function throughGroupOrManagedPolicy(p) {
    const a = p.account();
    const to = delegating(p, a, "support-console");
    const group = p.group(a, {
      name: "support-agents",
      inline: [{ name: "assume", document: policy(assume(to)) }],
    });
    p.exists({
      from: p.user(a, { name: "svc-support", groups: [group] }),
      to,
      why: "the user's group allows it",
    });
    p.looksLike({ from: p.user(a, { name: "svc-support-old" }), to, why: "the user is not in the group" });
    const current = p.managedPolicy(a, { name: "assume-support", versions: [policy(assume(to))] });
    p.exists({
      from: p.caller(a, "support-bot", [], { attached: [current] }),
      to,
      why: "a managed policy allows it",
    });
    const withdrawn = p.managedPolicy(a, {
      name: "assume-support-old",
      versions: [policy(allow("s3:ListAllMyBuckets", "*")), policy(assume(to))],
    });
    p.looksLike({
      from: p.caller(a, "support-crawler", [], { attached: [withdrawn] }),
      to,
      why: "only an older version of the managed policy allows it",
    });
  },
  function byWhatIsNotNamed(p) {
    const a = p.account();
    const to = delegating(p, a, "catalog-editor");
    const inverse = (statement: Partial<Statement>): Statement => ({ Effect: "Allow", ...statement });
    p.exists({
      from: p.caller(a, "catalog-power", [], { attached: [powerUserAccess] }),
      to,
      why: "NotAction leaves out iam, not sts",
    });
    p.looksLike({
      from: p.caller(a, "catalog-nosts", [inverse({ NotAction: ["sts:*", "iam:*"], Resource: "*" })]),
      to,
      why: "NotAction leaves out sts:*",
    });
    p.looksLike({
      from: p.caller(a, "catalog-except", [inverse({ Action: "sts:AssumeRole", NotResource: to })]),
      to,
      why: "NotResource leaves out this role",
    });
    p.exists({
      from: p.caller(a, "catalog-rest", [inverse({ Action: "sts:AssumeRole", NotResource: `${to}-x` })]),
      to,
      why: "NotResource leaves out another role",
    });
  },
  function patternsThatJustMiss(p) {
    const a = p.account();
    const names = ["stream-reader-10", "stream-reader-1"].map((wish) => p.name(a, wish));
    const [ten, one] = names.map((name) => p.arn(a, name));
    if (ten === undefined || one === undefined) return;
    const pattern = `arn:aws:iam::${a.id}:role/${names[1]?.slice(0, -1)}?`;
    const to = delegating(p, a, "stream-admin", { StringLike: { "aws:PrincipalArn": pattern } });
    for (const name of names)
      p.roleNamed(a, {
        name,
        trust: policy({
          Effect: "Allow",
          Principal: { Service: "ec2.amazonaws.com" },
          Action: "sts:AssumeRole",
        }),
        inline: [{ name: "assume", document: policy(assume(to)) }],
      });
    p.exists({ from: one, to, why: "? stands for its last character" });
    p.looksLike({ from: ten, to, why: "? stands for one character, and its name has one more" });

    const from = p.caller(a, "stream-worker", []);
    const pathed = p.role(a, {
      name: "stream-path",
      trust: policy(
        trusting("*", { condition: { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${a.id}:role/team/*` } } }),
      ),
    });
    p.looksLike({ from, to: pathed, why: "the condition asks for the path /team/, and the caller has none" });
    const shouted = p.role(a, {
      name: "stream-case",
      trust: policy(
        trusting("*", {
          condition: { StringEquals: { "aws:PrincipalArn": from.replace("stream-worker", "Stream-Worker") } },
        }),
      ),
    });
    p.looksLike({ from, to: shouted, why: "StringEquals has case" });
    const caseless = p.role(a, {
      name: "stream-nocase",
      trust: policy(
        trusting("*", { condition: { StringEqualsIgnoreCase: { "aws:PrincipalArn": from.toUpperCase() } } }),
      ),
    });
    p.exists({ from, to: caseless, why: "StringEqualsIgnoreCase has none" });
    p.fine("external-access", caseless, "one role of its own account, told without case");
    const session = p.role(a, {
      name: "stream-session",
      trust: policy(
        trusting("*", {
          condition: { ArnLike: { "aws:PrincipalArn": `arn:aws:sts::${a.id}:assumed-role/*` } },
        }),
      ),
    });
    p.looksLike({ from, to: session, why: "aws:PrincipalArn is the role's ARN, never the session's (20)" });
  },
  function variablesAndVacuousTruth(p) {
    const a = p.account();
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: a policy variable of IAM
    const variable = `arn:aws:iam::${a.id}:role/home-${"${aws:username}"}`;
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: a policy variable of IAM
    for (const version of ["2012-10-17", "2008-10-17"] as const) {
      const document = { Version: version, Statement: [assume(variable)] };
      const user = p.user(a, {
        name: version === "2012-10-17" ? "svc-home" : "svc-oldhome",
        inline: [{ name: "home", document }],
      });
      const to = p.role(a, {
        name: `home-${user.slice(user.lastIndexOf("/") + 1)}`,
        trust: policy(trusting(root(a))),
      });
      if (version === "2012-10-17")
        p.exists({ from: user, to, why: "the policy variable stands for its user name" });
      else p.looksLike({ from: user, to, why: "in Version 2008-10-17 a variable is literal text (53)" });
    }
    const from = p.caller(a, "tag-reader", []);
    const all = p.role(a, {
      name: "tag-all",
      trust: policy(
        trusting(from, {
          condition: { "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] } },
          action: ["sts:AssumeRole", "sts:TagSession"],
        }),
      ),
    });
    p.exists({ from, to: all, why: "ForAllValues holds when no tags are sent (48)" });
    const user = p.user(a, { name: "svc-mfa" });
    const mfa = p.role(a, {
      name: "tag-mfa",
      trust: policy(trusting(user, { condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } })),
    });
    p.exists({ from: user, to: mfa, why: "named directly, with MFA as the guard" });
  },
];
