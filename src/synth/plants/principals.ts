/** Principals that are gone, can come back under another's hand, or are told by what they are not (IAM-SEMANTICS 13, 14, 17, 42). */
import type { Plant } from "../planter.ts";
import { policy, trusting } from "../policy-document.ts";
import { uniqueId } from "../role-draft.ts";

export const principals: readonly Plant[] = [
  function dead(p) {
    const role = p.role(p.account(), {
      name: "legacy-deployer",
      trust: policy(trusting(uniqueId("AROA", p.random))),
    });
    p.mistake("dead-principal", role, "the unique id of a deleted role (14)");
    const user = p.role(p.account(), {
      name: "legacy-operator",
      trust: policy(trusting(uniqueId("AIDA", p.random))),
    });
    p.mistake("dead-principal", user, "the unique id of a deleted user (14)");
    const a = p.account();
    const alive = p.caller(a, "release-bot", []);
    const mixed = p.role(a, {
      name: "release-target",
      trust: policy(trusting([alive, uniqueId("AROA", p.random)])),
    });
    p.mistake("dead-principal", mixed, "one of two principals is the unique id of a deleted role (14)");
    p.exists({ from: alive, to: mixed, why: "the other principal is alive" });
    p.fine("trust-unsatisfiable", mixed, "the other principal is alive");
  },
  function deadLookAlikes(p) {
    const a = p.account();
    const from = p.caller(a, "rollout-bot", []);
    const byUserId = p.role(a, {
      name: "rollout-target",
      trust: policy(
        trusting(from, {
          sid: "AROAIsNotAPrincipalHere",
          condition: { StringLike: { "sts:RoleSessionName": "AROA*" } },
        }),
      ),
    });
    p.fine("dead-principal", byUserId, "AROA stands in a Sid and in a session's name only");
  },
  function recreatable(p) {
    const a = p.account();
    const gone = p.name(a, "decommissioned-importer");
    const own = p.role(a, {
      name: "importer-data",
      trust: policy(
        trusting(`arn:aws:iam::${a.id}:root`, {
          condition: { ArnEquals: { "aws:PrincipalArn": p.arn(a, gone) } },
        }),
      ),
    });
    p.mistake(
      "recreatable-principal",
      own,
      "the condition names a role that is not there: whoever may create it gets in (13)",
    );
    const b = p.other(a);
    const goneThere = p.name(b, "retired-runner");
    const across = p.role(a, {
      name: "runner-data",
      trust: policy(
        trusting("*", {
          condition: {
            StringEquals: { "aws:PrincipalArn": p.arn(b, goneThere), "aws:PrincipalOrgID": p.plan.id },
          },
        }),
      ),
    });
    p.mistake(
      "recreatable-principal",
      across,
      "the condition names a role that is not in that account: whoever may create it there gets in (13)",
    );
  },
  function notRecreatable(p) {
    const a = p.account();
    const from = p.caller(a, "pinned-client", []);
    const pinned = p.role(a, { name: "pinned-data", trust: policy(trusting(from)) });
    p.fine("recreatable-principal", pinned, "a principal is kept by its unique id (13)");
    const people = p.role(a, {
      name: "people-data",
      trust: policy(
        trusting(`arn:aws:iam::${a.id}:root`, {
          condition: {
            ArnLike: {
              "aws:PrincipalArn": `arn:aws:iam::${a.id}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_ReadOnly_*`,
            },
          },
        }),
      ),
    });
    p.fine("recreatable-principal", people, "only Identity Center can make roles under this path (42)");
  },
  function notPrincipal(p) {
    const a = p.account();
    const allowed = p.role(a, {
      name: "all-but-contractors",
      trust: policy({
        Sid: "AllBut",
        Effect: "Allow",
        NotPrincipal: { AWS: `arn:aws:iam::${p.plan.hubs.network.id}:root` },
        Action: "sts:AssumeRole",
      }),
    });
    p.mistake("not-principal", allowed, "Allow with NotPrincipal lets in everyone else (17)");
    const b = p.account();
    const from = p.caller(b, "guarded-client", []);
    const denied = p.role(b, {
      name: "guarded-data",
      trust: policy(trusting(from), {
        Effect: "Deny",
        NotPrincipal: { AWS: [`arn:aws:iam::${b.id}:root`, from] },
        Action: "sts:AssumeRole",
      }),
    });
    p.mistake(
      "not-principal",
      denied,
      "Deny with NotPrincipal forgets sessions and denies everyone with a boundary (17)",
    );
    const c = p.account();
    const client = p.caller(c, "fenced-client", []);
    const fenced = p.role(c, {
      name: "fenced-data",
      trust: policy(
        trusting(client),
        trusting("*", {
          sid: "NotPrincipal",
          effect: "Deny",
          condition: { ArnNotEquals: { "aws:PrincipalArn": client } },
        }),
      ),
    });
    p.fine("not-principal", fenced, "a Deny with a condition; NotPrincipal is only its Sid");
    p.exists({ from: client, to: fenced, why: "the Deny leaves it out" });
  },
];
