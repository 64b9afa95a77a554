/** Edges between accounts of the organization, and what only looks like one (IAM-SEMANTICS 3, 4, 14, 24, A5). */

import type { AccountPlan } from "../account-plan.ts";
import { hubRoles } from "../background/baseline-roles.ts";
import type { OrganizationPlan } from "../organization-plan.ts";
import type { Plant } from "../planter.ts";
import { allow, deny, policy, type Statement, trusting } from "../policy-document.ts";
import { uniqueId } from "../role-draft.ts";

const root = (account: AccountPlan): string => `arn:aws:iam::${account.id}:root`;
const assume = (to: string): Statement => allow("sts:AssumeRole", to);

/** `o-…/r-…/ou-…/` of an account. */
function pathOf(plan: OrganizationPlan, account: AccountPlan): string {
  const unit = plan.units.find((one) => one.id === account.parent);
  return `${plan.id}/${unit?.path ?? `${plan.rootId}/`}`;
}

export const edgesAcrossAccounts: readonly Plant[] = [
  function spokesOfHubs(p) {
    for (const { hub, role, spoke } of hubRoles.slice(0, 3)) {
      const home = p.plan.hubs[hub];
      const account = p.account((one) => one.roles >= 10 && one.id !== home.id);
      if (account.id === home.id || account.roles < 10 || home.roles < 10) continue;
      const from = p.arn(home, role);
      p.exists({
        from,
        to: p.arn(account, spoke),
        why: "the spoke names the hub role, and the hub role may assume every spoke of this name",
      });
      const wrong = hubRoles.find((one) => one.hub !== hub);
      if (wrong !== undefined)
        p.looksLike({ from, to: p.arn(account, wrong.spoke), why: "a spoke of another hub" });
    }
  },
  function namedAcross(p) {
    const a = p.account();
    const b = p.other(a);
    const name = p.name(b, "orders-feed");
    const to = p.arn(b, name);
    const allowed = p.caller(a, "orders-pull", [assume(to)]);
    const silent = p.caller(a, "orders-index", [allow("s3:GetObject", "*")]);
    const denied = p.caller(a, "orders-audit", [assume("*"), deny("sts:*", `arn:aws:iam::${b.id}:role/*`)]);
    const elsewhere = p.caller(a, "orders-mirror", [assume(`arn:aws:iam::${a.id}:role/*`)]);
    const wildcard = p.caller(a, "orders-replay", [assume(`arn:aws:iam::*:role/${name}`)]);
    p.roleNamed(b, { name, trust: policy(trusting([allowed, silent, denied, elsewhere, wildcard])) });
    p.exists({ from: allowed, to, why: "trust names it, and its identity policy allows the call (24)" });
    p.exists({ from: wildcard, to, why: "its identity policy names the role in any account" });
    p.looksLike({
      from: silent,
      to,
      why: "trust names it, but across accounts its own side must allow it too",
    });
    p.looksLike({ from: denied, to, why: "its identity policy denies everything of sts there" });
    p.looksLike({ from: elsewhere, to, why: "its identity policy allows roles of its own account only" });
  },
  function wholeAccountAcross(p) {
    const a = p.account();
    const b = p.other(a);
    const name = p.name(b, "inventory-share");
    const to = p.roleNamed(b, {
      name,
      trust: policy(
        trusting(root(a), {
          condition: { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${a.id}:role/inventory-*` } },
        }),
      ),
    });
    const boundary = p.managedPolicy(a, {
      name: "InventoryBoundary",
      versions: [policy(allow("dynamodb:*", "*"))],
    });
    p.exists({
      from: p.caller(a, "inventory-pull", [assume(to)]),
      to,
      why: "account trusted, name fits, identity policy allows it",
    });
    p.looksLike({
      from: p.caller(a, "stock-pull", [assume(to)]),
      to,
      why: "the condition asks for another name",
    });
    p.looksLike({
      from: p.caller(a, "inventory-bound", [assume(to)], { boundary }),
      to,
      why: "the boundary does not allow it",
    });
    p.looksLike({
      from: p.caller(b, "inventory-local", [assume(to)]),
      to,
      why: "trust is in another account, not in its own",
    });
  },
  function throughOrganization(p) {
    const a = p.account();
    const b = p.other(a);
    const name = p.name(b, "metrics-ingest");
    const to = p.arn(b, name);
    const from = p.caller(a, "metrics-agent", [assume(to)]);
    const without = p.caller(a, "metrics-idle", []);
    p.roleNamed(b, {
      name,
      trust: policy(trusting("*", { condition: { StringEquals: { "aws:PrincipalOrgID": p.plan.id } } })),
    });
    p.exists({ from, to, why: "anyone of the organization is trusted, and its identity policy allows it" });
    p.looksLike({
      from: without,
      to,
      why: "anyone of the organization is trusted, but it has no permission",
    });

    const foreign = p.name(b, "metrics-foreign");
    const there = p.caller(a, "metrics-push", [assume(p.arn(b, foreign))]);
    p.roleNamed(b, {
      name: foreign,
      trust: policy(
        trusting("*", { condition: { StringEquals: { "aws:PrincipalOrgID": p.strangeOrganization() } } }),
      ),
    });
    p.looksLike({ from: there, to: p.arn(b, foreign), why: "another organization's id is asked for" });
  },
  function throughUnit(p) {
    const a = p.account((one) => one.unit !== "root");
    const b = p.other(a);
    const path = pathOf(p.plan, a);
    const parentPath = path.replace(/[^/]+\/$/, "");
    const names = ["unit-subtree", "unit-exact", "unit-parent-exact", "unit-vacuous"].map((wish) =>
      p.name(b, wish),
    );
    const from = p.caller(a, "unit-client", [
      allow(
        "sts:AssumeRole",
        names.map((name) => p.arn(b, name)),
      ),
    ]);
    const offered = (place: number, operator: string, value: string): string =>
      p.roleNamed(b, {
        name: names[place] ?? "",
        trust: policy(trusting("*", { condition: { [operator]: { "aws:PrincipalOrgPaths": value } } })),
      });
    p.exists({
      from,
      to: offered(0, "ForAnyValue:StringLike", `${parentPath}*`),
      why: "its unit is below the one that is trusted",
    });
    p.exists({
      from,
      to: offered(1, "ForAnyValue:StringEquals", path),
      why: "its unit is the one that is trusted",
    });
    p.looksLike({
      from,
      to: offered(2, "ForAnyValue:StringEquals", parentPath),
      why: "without a wildcard only direct members of the unit are meant",
    });
    p.exists({
      from,
      to: offered(3, "ForAllValues:StringLike", `${p.plan.id}/*`),
      why: "all of its paths fit",
    });
  },
  function externalIdInside(p) {
    const a = p.account();
    const b = p.other(a);
    const name = p.name(b, "partner-gateway");
    const to = p.arn(b, name);
    const sends = (id: string): Statement =>
      allow("sts:AssumeRole", to, { StringEquals: { "sts:ExternalId": id } });
    const free = p.caller(a, "partner-client", [assume(to)]);
    const same = p.caller(a, "partner-exact", [sends("gw-7d41c6f0a2")]);
    const different = p.caller(a, "partner-wrong", [sends("gw-0000000000")]);
    p.roleNamed(b, {
      name,
      trust: policy(
        trusting([free, same, different], {
          condition: { StringEquals: { "sts:ExternalId": "gw-7d41c6f0a2" } },
        }),
      ),
    });
    p.exists({ from: free, to, why: "the caller may send any external ID, so also the right one" });
    p.exists({ from: same, to, why: "both sides ask for the same external ID" });
    p.looksLike({
      from: different,
      to,
      why: "its identity policy and the trust ask for different external IDs",
    });
  },
  function placesThatDoNotFit(p) {
    const a = p.account();
    const b = p.other(a);
    const from = p.caller(a, "atlas-client", [assume("*")]);
    const china = p.role(b, {
      name: "atlas-cn",
      trust: policy(trusting(from.replace("arn:aws:", "arn:aws-cn:"))),
    });
    p.looksLike({ from, to: china, why: "trust names a principal of another partition (4)" });
    p.mistake("trust-unsatisfiable", china, "its only principal is of partition aws-cn (4)");
    const account = p.role(b, {
      name: "atlas-account",
      trust: policy(trusting("*", { condition: { StringEquals: { "aws:PrincipalAccount": a.id } } })),
    });
    p.exists({ from, to: account, why: "its account id is asked for" });
    const another = p.role(b, {
      name: "atlas-elsewhere",
      trust: policy(
        trusting("*", {
          condition: {
            StringEquals: {
              "aws:PrincipalAccount": p.plan.hubs.network.id === a.id ? b.id : p.plan.hubs.network.id,
            },
          },
        }),
      ),
    });
    p.looksLike({ from, to: another, why: "another account's id is asked for" });
    const guarded = p.role(b, {
      name: "atlas-office",
      trust: policy(
        trusting(from, { condition: { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"] } } }),
      ),
    });
    p.exists({ from, to: guarded, why: "from the office's addresses" });
    const pathed = p.caller(a, "atlas-worker", [assume("*")], { path: "/teams/atlas/" });
    const flat = p.role(b, {
      name: "atlas-flat",
      trust: policy(
        trusting(root(a), {
          condition: { ArnEquals: { "aws:PrincipalArn": pathed.replace("/teams/atlas/", "/") } },
        }),
      ),
    });
    p.looksLike({ from: pathed, to: flat, why: "the role's ARN has a path, the condition's has none (20)" });
    const spelled = p.role(b, {
      name: "atlas-path",
      trust: policy(trusting(root(a), { condition: { ArnEquals: { "aws:PrincipalArn": pathed } } })),
    });
    p.exists({ from: pathed, to: spelled, why: "the condition has the ARN with its path" });
  },
  function deletedAndMadeAgain(p) {
    const a = p.account();
    const b = p.other(a);
    const from = p.caller(a, "vault-reader", [assume("*")]);
    const to = p.role(b, { name: "vault-keys", trust: policy(trusting(uniqueId("AROA", p.random))) });
    p.looksLike({
      from,
      to,
      why: "trust has the unique id of the deleted role of this name, not of its successor (13, 14)",
    });
    p.mistake("dead-principal", to, "the only principal is the unique id of a deleted role (14)");
  },
];
