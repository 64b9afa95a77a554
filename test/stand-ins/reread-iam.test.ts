/** A role, user, group or policy that is read by itself is the row that reading the whole account gives. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import {
  AddRoleToInstanceProfileCommand,
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { CallGate, Connection } from "../../src/aws/index.ts";
import { readSubject } from "../../src/collect/live/index.ts";
import type { Subject } from "../../src/model/index.ts";
import { decodePolicyText } from "../../src/policy/index.ts";
import { collectedBy } from "../support/collected.ts";
import { fault, startFaultProxy } from "../support/fault-proxy.ts";
import { missingMoto, startMotoWith } from "../support/moto.ts";
import { accessTo, asJson, ownAccount, rereadOf } from "../support/reread.ts";

type Row = Readonly<Record<string, unknown>>;

const missing = missingMoto();
const readOnly = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const own = `arn:aws:iam::${ownAccount}:policy/own`;
const limit = `arn:aws:iam::${ownAccount}:policy/limit`;
const PolicyDocument = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:Get*", Resource: "*" }],
});

/** Rows of a list, over all pages. */
function listed(pages: unknown, list: string): readonly Row[] {
  const parts = asJson(pages) as readonly Readonly<Record<string, readonly Row[]>>[];
  return (parts ?? []).flatMap((part) => part[list] ?? []);
}

/**
 * A row as the import takes it: documents decoded, versions that are not the default left out, lists in one order, and nothing
 * that is empty (moto tells empty lists here and leaves them out there). moto's policies have no name and id in the whole answer.
 */
function taken(row: unknown): unknown {
  if (typeof row === "string") return decodePolicyText(row);
  if (Array.isArray(row)) {
    return row.map(taken).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof row !== "object" || row === null) return row;
  const { PolicyVersionList: versions, ...members } = row as Row;
  const { PolicyId: _, PolicyName: __, ...policy } = members;
  const whole = Array.isArray(versions)
    ? { ...policy, PolicyVersionList: versions.filter((version: Row) => version.IsDefaultVersion === true) }
    : members;
  return Object.fromEntries(
    Object.entries(whole)
      .filter(([, value]) => value !== "" && !(Array.isArray(value) && value.length === 0))
      .map(([name, value]) => [name, taken(value)])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );
}

/** Not `deepEqual`: a difference in AWS's own policies would fill pages. */
function assertSame(actual: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(taken(actual)), JSON.stringify(taken(expected))];
  if (a === b) return;
  const at = [...a].findIndex((letter, index) => letter !== b[index]);
  assert.fail(`at ${at}: …${a.slice(at - 80, at + 80)}… is not …${b.slice(at - 80, at + 80)}…`);
}

describe("IAM, read one by one", { skip: missing ?? false }, () => {
  before(async () => {
    await startMotoWith({ MOTO_IAM_LOAD_MANAGED_POLICIES: "true" });
    const iam = new IAMClient({ region: "us-east-1" });
    await iam.send(new CreatePolicyCommand({ PolicyName: "own", PolicyDocument, Description: "ours" }));
    await iam.send(new CreatePolicyCommand({ PolicyName: "limit", PolicyDocument }));
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn: own, PolicyDocument, SetAsDefault: true }));
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
    });
    await iam.send(
      new CreateRoleCommand({
        RoleName: "full",
        Path: "/teams/",
        AssumeRolePolicyDocument,
        Description: "everything that a role can have",
        MaxSessionDuration: 7200,
        PermissionsBoundary: limit,
        Tags: [{ Key: "team", Value: "a" }],
      }),
    );
    await iam.send(new CreateRoleCommand({ RoleName: "bare", AssumeRolePolicyDocument }));
    for (const PolicyName of ["b", "a", "c"]) {
      await iam.send(new PutRolePolicyCommand({ RoleName: "full", PolicyName, PolicyDocument }));
    }
    for (const PolicyArn of [own, readOnly]) {
      await iam.send(new AttachRolePolicyCommand({ RoleName: "full", PolicyArn }));
    }
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: "machines" }));
    await iam.send(
      new AddRoleToInstanceProfileCommand({ InstanceProfileName: "machines", RoleName: "full" }),
    );
    for (const GroupName of ["admins", "readers"]) await iam.send(new CreateGroupCommand({ GroupName }));
    await iam.send(new PutGroupPolicyCommand({ GroupName: "admins", PolicyName: "g", PolicyDocument }));
    await iam.send(new AttachGroupPolicyCommand({ GroupName: "admins", PolicyArn: own }));
    await iam.send(
      // Without a boundary: moto does not tell it of one user.
      new CreateUserCommand({ UserName: "alice", Tags: [{ Key: "team", Value: "a" }] }),
    );
    await iam.send(new CreateUserCommand({ UserName: "bob" }));
    await iam.send(new PutUserPolicyCommand({ UserName: "alice", PolicyName: "u", PolicyDocument }));
    await iam.send(new AttachUserPolicyCommand({ UserName: "alice", PolicyArn: readOnly }));
    for (const GroupName of ["admins", "readers"]) {
      await iam.send(new AddUserToGroupCommand({ GroupName, UserName: "alice" }));
    }
  });

  for (const [kind, name, list, policies] of [
    ["role", "full", "RoleDetailList", [limit, own, readOnly]],
    ["role", "bare", "RoleDetailList", []],
    ["user", "alice", "UserDetailList", [readOnly]],
    ["user", "bob", "UserDetailList", []],
    ["group", "admins", "GroupDetailList", [own]],
    ["group", "readers", "GroupDetailList", []],
  ] as const) {
    test(`${kind} ${name} is the row of the whole account, with the policies that it is given`, async () => {
      const whole = await collectedBy("iam", "us-east-1");
      assert.deepEqual(whole.gaps, []);
      const read = await rereadOf({ kind, account: ownAccount, name });
      assert.deepEqual(read.gaps, []);
      const parts = whole.parts["authorization-details"];
      const nameMember = `${kind[0]?.toUpperCase()}${kind.slice(1)}Name`;
      const expected = listed(parts, list).filter((row) => row[nameMember] === name);
      assert.equal(expected.length, 1);
      const rows = read.parts["authorization-details"];
      assertSame(listed(rows, list), expected);
      const lists = ["RoleDetailList", "UserDetailList", "GroupDetailList"].filter((one) => one !== list);
      for (const other of lists) assert.deepEqual(listed(rows, other), []);
      const given = new Set<string>(policies);
      assertSame(
        listed(rows, "Policies"),
        listed(parts, "Policies").filter(({ Arn }) => given.has(String(Arn))),
      );
      assert.equal(listed(rows, "Policies").length, policies.length);
    });
  }

  test("A managed policy is the row of the whole account", async () => {
    const whole = await collectedBy("iam", "us-east-1");
    const read = await rereadOf({ kind: "managed-policy", account: ownAccount, arn: own });
    const expected = listed(whole.parts["authorization-details"], "Policies").filter(
      ({ Arn }) => Arn === own,
    );
    assertSame(listed(read.parts["authorization-details"], "Policies"), expected);
    assert.equal(read.counts.calls, 2);
  });

  test("What is gone brings nothing, and is no gap", async () => {
    for (const subject of [
      { kind: "role", account: ownAccount, name: "nobody" },
      { kind: "user", account: ownAccount, name: "nobody" },
      { kind: "group", account: ownAccount, name: "nobody" },
      { kind: "managed-policy", account: ownAccount, arn: `arn:aws:iam::${ownAccount}:policy/none` },
    ] satisfies Subject[]) {
      const { parts, gaps } = await rereadOf(subject);
      assert.deepEqual({ parts, gaps }, { parts: {}, gaps: [] }, subject.kind);
    }
  });

  test("A policy that AWS refuses to show leaves its list out, and is a gap: no role without it", async () => {
    const { AWS_ENDPOINT_URL: url = "" } = process.env;
    const proxy = await startFaultProxy(url, ({ call }) =>
      call === "GetRolePolicy" ? fault("AccessDenied", 403, "not allowed") : null,
    );
    process.env.AWS_ENDPOINT_URL = proxy.url;
    try {
      const read = await rereadOf({ kind: "role", account: ownAccount, name: "full" });
      const [row] = listed(read.parts["authorization-details"], "RoleDetailList");
      assert.ok(row !== undefined && !("RolePolicyList" in row));
      assert.ok(Array.isArray(row.AttachedManagedPolicies));
      assert.deepEqual(
        read.gaps.map(({ what, subject, call, refusal }) => [what, subject, call, refusal.kind]).sort(),
        ["a", "b", "c"].map((name) => ["account", `policy ${name} of role full`, "GetRolePolicy", "denied"]),
      );
    } finally {
      process.env.AWS_ENDPOINT_URL = url;
      proxy.close();
    }
  });

  test("An account that nobody can enter is one gap", async () => {
    const access = { ...accessTo(ownAccount), credentialsOf: () => () => Promise.reject(refusedSession()) };
    const gate = new CallGate({ atOnce: 1, atOnceForAccount: 1, share: 1 });
    const connection = new Connection({ gate, fips: false, version: "test", connections: 1, attempts: 1 });
    const { parts, gaps } = await readSubject(
      { kind: "role", account: ownAccount, name: "full" },
      access,
      connection,
    );
    connection.close();
    assert.deepEqual(parts, {});
    assert.deepEqual(
      gaps.map(({ what, subject, call, refusal }) => [what, subject, call, refusal.kind]),
      [["account", null, "AssumeRole", "denied"]],
    );
  });

  test("Policies of AWS are read once for many roles", async () => {
    const gate = new CallGate({ atOnce: 8, atOnceForAccount: 8, share: 100 });
    const connection = new Connection({ gate, fips: false, version: "test", connections: 8, attempts: 1 });
    const access = accessTo(ownAccount);
    const subject: Subject = { kind: "user", account: ownAccount, name: "alice" };
    const first = await readSubject(subject, access, connection);
    const second = await readSubject(subject, access, connection);
    connection.close();
    assert.equal(first.counts.calls - second.counts.calls, 2);
    assertSame(second.parts, first.parts);
  });

  test("A bare role takes four calls", async () => {
    const read = await rereadOf({ kind: "role", account: ownAccount, name: "bare" });
    assert.equal(read.counts.calls, 4);
  });
});

function refusedSession(): Error {
  const message = "User is not authorized to perform: sts:AssumeRole";
  return Object.assign(new Error(message), { name: "AccessDenied", $metadata: { httpStatusCode: 403 } });
}
