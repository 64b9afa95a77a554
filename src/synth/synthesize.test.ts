import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import type { AccountContents } from "./account-data.ts";
import { accountSizes } from "./account-sizes.ts";
import { defaultOptions, optionsProblem, type SynthOptions } from "./options.ts";
import { inPartition } from "./partition.ts";
import { seeded } from "./random.ts";
import { type Synthesis, synthesize } from "./synthesize.ts";
import { snapshotOf, toSnapshot } from "./to-snapshot.ts";
import { ruleNames } from "./truth.ts";

const middle: SynthOptions = { ...defaultOptions, accounts: 60, roles: 100, seed: 11 };

function digest(synthesis: Synthesis): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([synthesis.plan.accounts, synthesis.plan.policies, synthesis.truth]));
  for (const contents of synthesis.accounts()) hash.update(JSON.stringify(contents));
  return hash.digest("hex");
}

function rolesOf(synthesis: Synthesis): Map<string, AccountContents["roles"][number]> {
  const roles = new Map<string, AccountContents["roles"][number]>();
  for (const contents of synthesis.accounts())
    for (const role of contents.roles)
      roles.set(`arn:aws:iam::${contents.id}:role${role.path}${role.name}`, role);
  return roles;
}

/** Share of the roles with a trust or inline document that no other role has. */
function uniqueShare(options: SynthOptions): { either: number; trust: number; permission: number } {
  const snapshot = toSnapshot(options);
  const uses = new Uint32Array(snapshot.documents.count);
  const documents: { trust: number; inline: readonly number[] }[] = [];
  for (let i = 0; i < snapshot.roles.count; i++) {
    const role = snapshot.roles.row(i);
    const mine = {
      trust: Number(role.trustPolicy),
      inline: role.inlinePolicies.map(({ document }) => Number(document)),
    };
    documents.push(mine);
    for (const one of new Set([mine.trust, ...mine.inline])) uses[one] = (uses[one] ?? 0) + 1;
  }
  const share = (has: (one: (typeof documents)[number]) => boolean): number =>
    documents.filter(has).length / documents.length;
  const trust = (one: (typeof documents)[number]): boolean => uses[one.trust] === 1;
  const permission = (one: (typeof documents)[number]): boolean =>
    one.inline.some((each) => uses[each] === 1);
  return {
    trust: share(trust),
    permission: share(permission),
    either: share((one) => trust(one) || permission(one)),
  };
}

test("the same options make the same bytes, other seeds make others", () => {
  assert.equal(digest(synthesize(middle)), digest(synthesize(middle)));
  assert.notEqual(digest(synthesize(middle)), digest(synthesize({ ...middle, seed: 12 })));
});

test("an account's contents do not depend on when it is asked for", () => {
  const synthesis = synthesize(middle);
  const last = synthesis.plan.accounts.findLast(({ readable }) => readable);
  assert.ok(last);
  assert.deepEqual(synthesis.contents(last), [...synthesize(middle).accounts()].at(-1));
});

test("there are accounts × roles roles, and one account has far more than the others", () => {
  const sizes = [...synthesize({ ...defaultOptions, accounts: 100, roles: 100 }).accounts()].map(
    ({ roles }) => roles.length,
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(total >= 10_000 && total < 10_200, `${total} roles`);
  assert.equal(Math.max(...sizes), 3000);
  const sorted = sizes.toSorted((a, b) => a - b);
  assert.ok((sorted[50] ?? 0) < 100, "more than half of the accounts are smaller than the mean");
});

test("the largest account of a large organization has as many roles as AWS allows, and no other is near it", () => {
  const readable = Array.from({ length: 1000 }, (_, place) => place !== 17);
  const sizes = accountSizes({ ...defaultOptions, accounts: 1000, roles: 300 }, readable, seeded(1));
  assert.equal(
    sizes.reduce((sum, size) => sum + size, 0),
    300_000,
  );
  const [largest = 0, second = 0] = sizes.toSorted((a, b) => b - a);
  assert.equal(largest, 5000);
  assert.ok(second < 2500, `${second}`);
  assert.equal(sizes[17], 0);
});

test("at least 30 % of the roles of the realistic mix have a document found nowhere else", () => {
  const share = uniqueShare({ ...defaultOptions, accounts: 60, roles: 200 });
  assert.ok(share.either >= 0.3, `either: ${share.either}`);
  assert.ok(share.trust >= 0.08, `trust: ${share.trust}`);
  assert.ok(share.permission >= 0.2, `permission: ${share.permission}`);
});

test("accounts of the stamped mix share almost all documents", () => {
  const share = uniqueShare({ ...middle, mix: "stamped", plants: false });
  assert.ok(share.either < 0.01, `${share.either}`);
});

test("organizational units nest as deep as AWS allows, and every account stands in one that exists", () => {
  const { plan } = synthesize(middle);
  assert.equal(Math.max(...plan.units.map(({ depth }) => depth)), 5);
  assert.ok(plan.units.filter(({ depth }) => depth > 1).length >= 5);
  const known = new Set([plan.rootId, ...plan.units.map(({ id }) => id)]);
  for (const account of plan.accounts) assert.ok(known.has(account.parent), account.name);
});

test("every account has users, groups and resources with policies of their own", () => {
  for (const contents of synthesize(middle).accounts()) {
    assert.ok(contents.users.length >= 1 && contents.groups.length >= 2);
    assert.ok(contents.resources.filter(({ policy }) => policy !== null).length >= 5);
  }
});

test("control policies are mostly denials, of both types", () => {
  const { plan } = synthesize(middle);
  const effects = plan.policies.flatMap(({ document }) => document.Statement.map(({ Effect }) => Effect));
  assert.ok(effects.filter((effect) => effect === "Deny").length > effects.length * 0.8);
  assert.equal(new Set(plan.policies.map(({ type }) => type)).size, 2);
});

test("names, ids and document sizes are such as AWS accepts", () => {
  for (const contents of synthesize(middle).accounts()) {
    const names = contents.roles.map(({ name }) => name.toLowerCase());
    assert.equal(
      new Set(names).size,
      names.length,
      `role names of ${contents.id} differ without regard to case`,
    );
    const people = contents.users.map(({ name }) => name.toLowerCase());
    assert.equal(new Set(people).size, people.length);
    for (const role of contents.roles) {
      assert.match(role.name, /^[\w+=,.@-]{1,64}$/);
      assert.match(role.uniqueId, /^AROA[A-Z2-7]{17}$/);
      assert.ok(JSON.stringify(role.trust).length <= 2048, role.name);
      assert.ok(role.lastUsed === null || role.lastUsed.at <= middle.now);
      assert.ok(role.lastUsed === null || role.lastUsed.at >= role.createdAt, role.name);
    }
  }
});

test("what is attached or a boundary is either AWS's or the account's own", () => {
  for (const contents of synthesize(middle).accounts()) {
    const own = new Set(contents.managedPolicies.map(({ arn }) => arn));
    for (const holder of [...contents.roles, ...contents.users])
      for (const arn of [...holder.attached, ...(holder.boundary === null ? [] : [holder.boundary])])
        assert.ok(own.has(arn) || arn.startsWith("arn:aws:iam::aws:policy/"), `${holder.name}: ${arn}`);
  }
});

test("every role that trusts a role or user of the organization by ARN trusts one that exists", () => {
  const synthesis = synthesize(middle);
  const roles = rolesOf(synthesis);
  const users = new Set<string>();
  for (const contents of synthesis.accounts())
    for (const user of contents.users) users.add(`arn:aws:iam::${contents.id}:user${user.path}${user.name}`);
  const ours = new Set<string>(synthesis.plan.accounts.map(({ id }) => id));
  for (const [arn, role] of roles)
    for (const { Principal } of role.trust.Statement) {
      const named = typeof Principal === "object" ? [Principal.AWS ?? []].flat() : [];
      for (const principal of named) {
        if (!/^arn:aws:iam::\d{12}:(role|user)\//.test(principal) || !ours.has(principal.split(":")[4] ?? ""))
          continue;
        assert.ok(roles.has(principal) || users.has(principal), `${arn} trusts ${principal}`);
      }
    }
});

test("every federated trust is in a provider that its account has", () => {
  for (const contents of synthesize({ ...middle, plants: false }).accounts()) {
    const providers = new Set([...contents.oidcProviders.map(({ arn }) => arn), ...contents.samlProviders]);
    for (const role of contents.roles)
      for (const { Principal } of role.trust.Statement)
        for (const provider of typeof Principal === "object" ? [Principal.Federated ?? []].flat() : [])
          assert.ok(providers.has(provider), `${role.name}: ${provider}`);
  }
});

test("every rule has mistakes and look-alikes planted for it, each about something that exists", () => {
  const synthesis = synthesize(middle);
  const { truth } = synthesis;
  const roles = rolesOf(synthesis);
  const scps = new Set(synthesis.plan.policies.map(({ id }) => id));
  const exists = (arn: string): boolean =>
    roles.has(arn) || arn.includes(":user/") || scps.has(arn.slice(arn.lastIndexOf("/") + 1));
  for (const rule of ruleNames) {
    assert.ok(
      truth.findings.some((one) => one.rule === rule),
      `a mistake for ${rule}`,
    );
    assert.ok(
      truth.safe.some((one) => one.rule === rule),
      `a look-alike for ${rule}`,
    );
  }
  for (const { subject } of [...truth.findings, ...truth.safe]) assert.ok(exists(subject), subject);
  for (const { to, from } of truth.edges) {
    assert.ok(roles.has(to), to);
    if (from.includes(":role/")) assert.ok(roles.has(from), from);
  }
});

test("no edge is both expected and not, and nothing is both a mistake and fine for one rule", () => {
  const { truth } = synthesize({ ...middle, accounts: 100 });
  const both = (yes: readonly string[], no: readonly string[]): string[] =>
    yes.filter((one) => no.includes(one));
  const edges = (expected: boolean): string[] =>
    truth.edges
      .filter((edge) => edge.expected === expected)
      .map(({ from, to, action }) => `${from} ${action} ${to}`);
  assert.deepEqual(both(edges(true), edges(false)), []);
  const told = (list: typeof truth.findings): string[] =>
    list.map(({ rule, subject }) => `${rule} ${subject}`);
  assert.deepEqual(both(told(truth.findings), told(truth.safe)), []);
  assert.ok(edges(true).length >= 40 && edges(false).length >= 40);
});

test("an organization of one account is made, with nothing planted in it", () => {
  const synthesis = synthesize({ ...defaultOptions, accounts: 1, roles: 3 });
  assert.equal([...synthesis.accounts()][0]?.roles.length, 3);
  assert.equal(synthesis.truth.edges.length, 0);
});

test("the snapshot has every account, and says which could not be read", () => {
  const synthesis = synthesize(middle);
  const snapshot = snapshotOf(synthesis);
  assert.equal(snapshot.accounts.length, middle.accounts);
  assert.equal(snapshot.createdAt, middle.now);
  const unread = snapshot.accounts.filter(({ hasData }) => !hasData);
  assert.deepEqual(
    unread.map(({ id }) => id),
    snapshot.coverage.map(({ account }) => account),
  );
  assert.ok(unread.length > 0 && unread.every(({ status }) => status === "SUSPENDED"));
});

test("in another partition all is told in its words, and what stands for another partition stays another", () => {
  const told = inPartition("aws-cn").text(
    "arn:aws:iam::1:role/a arn:aws-cn:s3:::b arn:aws-us-gov:s3:::c ARN:AWS:IAM sqs.us-east-1.amazonaws.com eu-west-1 https://signin.aws.amazon.com/saml",
  );
  assert.equal(
    told,
    "arn:aws-cn:iam::1:role/a arn:aws:s3:::b arn:aws-us-gov:s3:::c ARN:AWS-CN:IAM sqs.cn-north-1.amazonaws.com.cn cn-northwest-1 https://signin.amazonaws.cn/saml",
  );
  const synthesis = synthesize({ ...defaultOptions, accounts: 12, roles: 20, partition: "aws-us-gov" });
  const snapshot = snapshotOf(synthesis);
  assert.ok(snapshot.accounts.every(({ partition }) => partition === "aws-us-gov"));
  const { edges } = synthesis.truth;
  assert.deepEqual(
    edges.filter(({ to }) => snapshot.roles.byArn(to) === null),
    [],
  );
  assert.ok(edges.length > 0);
});

test("options out of range are told in one sentence", () => {
  assert.match(optionsProblem({ ...defaultOptions, accounts: 0 }) ?? "", /accounts must be/);
  assert.match(optionsProblem({ ...defaultOptions, roles: 5001 }) ?? "", /roles must be/);
  assert.match(optionsProblem({ ...defaultOptions, seed: 0.5 }) ?? "", /seed must be/);
  assert.equal(optionsProblem(defaultOptions), null);
});
