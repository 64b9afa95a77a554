/**
 * Why a session is refused, as the engine explains it from policies, against a stand-in for STS that was written apart and knows
 * no policies: over all roles and calls of a small world, there is a reason exactly where the stand-in refuses, and about the same
 * permission.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { writeFiles } from "../../src/collect/files/fixtures/example-directory.ts";
import { importDirectory } from "../../src/collect/files/index.ts";
import { type AssumeCall, planSession } from "../../src/provision/sessions/index.ts";
import { explainRefusal } from "../../src/work/provision/sessions/explain-refusal.ts";
import { awsRequest } from "../support/aws-request.ts";
import { type StrictRole, StrictSessions } from "../support/strict-trust.ts";

const home = "111111111111";
const other = "222222222222";
const user = `arn:aws:iam::${home}:user/ada`;
const externalId = "held-by-nobody-else-42";
const both = [true, false];

const roles: readonly StrictRole[] = both.flatMap((isTrusted) =>
  both.flatMap((asksForId) =>
    both.flatMap((tagSession) =>
      both.flatMap((setSourceIdentity) =>
        both.map((secondFactor) => ({
          arn: `arn:aws:iam::${other}:role/R${[isTrusted, asksForId, tagSession, setSourceIdentity, secondFactor].map(Number).join("")}`,
          principals: [isTrusted ? user : "333333333333"],
          ...(asksForId ? { externalId } : {}),
          tagSession,
          setSourceIdentity,
          secondFactor,
        })),
      ),
    ),
  ),
);

function trustOf({
  principals,
  externalId: wanted,
  tagSession,
  setSourceIdentity,
  secondFactor,
}: StrictRole): object {
  const Action = [
    "sts:AssumeRole",
    ...(tagSession ? ["sts:TagSession"] : []),
    ...(setSourceIdentity ? ["sts:SetSourceIdentity"] : []),
  ];
  const Condition = {
    ...(wanted === undefined ? {} : { StringEquals: { "sts:ExternalId": wanted } }),
    ...(secondFactor === true ? { Bool: { "aws:MultiFactorAuthPresent": "true" } } : {}),
  };
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: principals }, Action, Condition }],
  };
}

const folder = mkdtempSync(join(tmpdir(), "accesslens-session-refusals-"));
after(() => rmSync(folder, { recursive: true }));
const everything = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:*", Resource: "*" }],
};
const details = (users: readonly object[], list: readonly object[]) => ({
  UserDetailList: users,
  GroupDetailList: [],
  RoleDetailList: list,
  Policies: [],
});
writeFiles(folder, {
  [`accounts/${home}/authorization-details.json`]: details(
    [
      {
        Path: "/",
        UserName: "ada",
        UserId: "AIDA00000000000000001",
        Arn: user,
        UserPolicyList: [{ PolicyName: "own", PolicyDocument: everything }],
        GroupList: [],
        AttachedManagedPolicies: [],
      },
    ],
    [],
  ),
  [`accounts/${other}/authorization-details.json`]: details(
    [],
    roles.map((role, index) => ({
      Path: "/",
      RoleName: role.arn.split("/")[1],
      RoleId: `AROA${String(index).padStart(17, "0")}`,
      Arn: role.arn,
      AssumeRolePolicyDocument: trustOf(role),
      InstanceProfileList: [],
      RolePolicyList: [],
      AttachedManagedPolicies: [],
    })),
  ),
});
const imported = await importDirectory(folder, { keepGoing: false, createdAt: 0 });
assert.ok(imported.ok, JSON.stringify(imported));
const { snapshot } = imported.value;

function callOf(arn: string, id: string | null, hasTag: boolean, hasIdentity: boolean): AssumeCall {
  const plan = planSession(
    {
      roles: [arn],
      name: "ada",
      tags: hasTag ? [{ key: "Team", value: "red" }] : [],
      transitive: [],
      sourceIdentity: hasIdentity ? "ada" : null,
      externalId: id,
      externalIdsOnTheWay: {},
      policies: { inline: null, arns: [] },
      seconds: null,
    },
    { isSession: false, roleSeconds: null },
  );
  assert.ok(plan.ok && plan.value[0] !== undefined);
  return plan.value[0];
}

/** The call as it goes over the wire. */
function bodyOf({ role, name, tags, sourceIdentity, externalId: id }: AssumeCall): string {
  const parameters = { Action: "AssumeRole", RoleArn: role.arn, RoleSessionName: name };
  const body = new URLSearchParams(parameters);
  if (id !== null) body.set("ExternalId", id);
  if (sourceIdentity !== null) body.set("SourceIdentity", sourceIdentity);
  for (const [index, { key, value }] of tags.entries()) {
    body.set(`Tags.member.${index + 1}.Key`, key);
    body.set(`Tags.member.${index + 1}.Value`, value);
  }
  return body.toString();
}

test("A reason is told exactly where a session is refused, and about the permission that is missing", () => {
  const headers = (key: string) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260131/us-east-1/sts/aws4_request`,
  });
  let refusals = 0;
  for (const hasSecondFactor of both) {
    const strict = new StrictSessions(roles, { user });
    if (hasSecondFactor) {
      const shown = awsRequest("POST", "/", headers("user"), "Action=GetSessionToken");
      strict.answered(shown, "<AccessKeyId>user</AccessKeyId>");
    }
    for (const { arn } of roles) {
      for (const id of [externalId, "another-one", null]) {
        for (const hasTag of both) {
          for (const hasIdentity of both) {
            const call = callOf(arn, id, hasTag, hasIdentity);
            const fault = strict.fault(awsRequest("POST", "/", headers("user"), bodyOf(call)));
            const message = fault?.kind === "error" ? fault.error.message : "";
            const { reasons } = explainRefusal(snapshot, {
              call,
              caller: user,
              callerRole: null,
              inherited: hasSecondFactor ? { "aws:MultiFactorAuthPresent": "true" } : {},
              // What AWS names must not be what leads to the reason.
              refusal: { kind: "denied", code: "AccessDenied", message: "" },
            });
            const where = `${arn} id=${id} tag=${hasTag} identity=${hasIdentity} second factor=${hasSecondFactor}: ${message}`;
            assert.equal(reasons.length > 0, fault !== null, where);
            const missing = /perform: (\S+)/.exec(message)?.[1];
            if (missing !== undefined)
              assert.ok(
                reasons.some(({ action }) => action === missing),
                where,
              );
            refusals += Number(fault !== null);
          }
        }
      }
    }
  }
  assert.ok(refusals > 500 && refusals < 2 * 32 * 12, `${refusals}`);
});
