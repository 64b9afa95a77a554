/**
 * What a role can do at a glance: a hint for severity. Judged by the names of AWS's own policies and by single
 * statements of the others; denies, boundaries and control policies are left out, so it may say too much, and several
 * weak statements that are strong together escape it.
 */

import {
  type AccountIndex,
  type Arn,
  type DocumentIndex,
  fromTemplate,
  ownAccount,
  type RoleIndex,
  type Snapshot,
} from "../model/index.ts";
import { parsePolicy } from "../policy/index.ts";
import { crownJewels } from "./crown-jewels.ts";
import { type IdentityPower, identityPower } from "./identity-facts.ts";
import type { RolePower } from "./rule.ts";

const everything = new Set(["AdministratorAccess"]);
const identities = new Set(["IAMFullAccess", "PowerUserAccess-IAM", "AWSOrganizationsFullAccess"]);

/** `declared`: ARNs of crown jewels with wildcards, from intent. */
export function rolePowers(
  snapshot: Snapshot,
  declared: readonly string[] = [],
): (role: RoleIndex) => RolePower {
  const jewels = crownJewels(snapshot, declared);
  const { columns } = snapshot.roles;
  const ofDocument = documentPowers(snapshot);
  const ofRole = new Map<RoleIndex, RolePower>();

  const judge = (role: RoleIndex): RolePower => {
    let found: RolePower = { kind: "ordinary" };
    let policies = 0;
    for (let at = columns.attachedStart[role] ?? 0; at < (columns.attachedStart[role + 1] ?? 0); at++) {
      policies++;
      // INVARIANT: the column holds what was attached, by ARN.
      const arn = columns.texts.at(columns.attachedPolicy[at] ?? 0) as Arn;
      const power = managedPower(arn, snapshot.roles.account[role] ?? 0);
      if (power === "everything") return { kind: "administrator", because: `${nameOf(arn)} is attached` };
      if (power === "identities")
        found = { kind: "identity-administrator", because: `${nameOf(arn)} is attached` };
    }
    for (let at = columns.inlineStart[role] ?? 0; at < (columns.inlineStart[role + 1] ?? 0); at++) {
      policies++;
      const power = ofDocument(columns.inlineDocument[at] ?? 0);
      if (power === "some") continue;
      const name = columns.texts.at(columns.inlineName[at] ?? 0);
      if (power === "everything")
        return { kind: "administrator", because: `its inline policy ${name} allows everything` };
      found = {
        kind: "identity-administrator",
        because: `its inline policy ${name} lets it change permissions`,
      };
    }
    if (found.kind !== "ordinary") return found;
    if (declared.length > 0) {
      if (jewels.has(snapshot.roles.arn(role)))
        return { kind: "crown-jewel", because: "accesslens.yaml declares it a crown jewel" };
      const named = namedJewel(role);
      if (named !== null)
        return {
          kind: "crown-jewel",
          because: `its policies name ${named}, a crown jewel of accesslens.yaml`,
        };
    }
    return policies === 0 ? { kind: "none" } : found;
  };

  const namedJewel = (role: RoleIndex): string | null => {
    const account = columns.account[role] ?? 0;
    const id = snapshot.accounts[account]?.id;
    if (id === undefined) return null;
    for (let at = columns.inlineStart[role] ?? 0; at < (columns.inlineStart[role + 1] ?? 0); at++) {
      // INVARIANT: document numbers of the columns are indexes of the table.
      const named = jewels.namedIn((columns.inlineDocument[at] ?? 0) as DocumentIndex, id);
      if (named !== null) return named;
    }
    for (let at = columns.attachedStart[role] ?? 0; at < (columns.attachedStart[role + 1] ?? 0); at++) {
      // INVARIANT: the column holds what was attached, by ARN.
      const arn = columns.texts.at(columns.attachedPolicy[at] ?? 0) as Arn;
      const policy = arn.includes(":iam::aws:policy/") ? null : snapshot.managedPolicy(arn, account);
      const named = policy === null ? null : jewels.namedIn(policy.document, id);
      if (named !== null) return named;
    }
    return null;
  };

  const managedPower = (arn: Arn, account: AccountIndex): IdentityPower => {
    if (arn.includes(":iam::aws:policy/")) {
      const name = nameOf(arn);
      return everything.has(name) ? "everything" : identities.has(name) ? "identities" : "some";
    }
    const policy = snapshot.managedPolicy(arn, account);
    return policy === null ? "some" : ofDocument(policy.document);
  };

  return (role) => {
    const known = ofRole.get(role);
    if (known !== undefined) return known;
    const power = judge(role);
    ofRole.set(role, power);
    return power;
  };
}

/** Each document is looked at once, and only if its text could be strong. */
function documentPowers(snapshot: Snapshot): (document: number) => IdentityPower {
  const known = new Map<number, IdentityPower>();
  return (document) => {
    const before = known.get(document);
    if (before !== undefined) return before;
    // INVARIANT: document numbers of the columns are indexes of the table.
    const text = snapshot.documents.template(document as DocumentIndex);
    const power = couldBeStrong(text) ? powerOfText(text) : "some";
    known.set(document, power);
    return power;
  };
}

function powerOfText(template: string): IdentityPower {
  const parsed = parsePolicy(fromTemplate(template, ownAccount), { kind: "identity" });
  return parsed.ok ? identityPower(parsed.value) : "some";
}

/** A strong statement has a bare star (or many) as resource. `\u` could hide one. */
function couldBeStrong(text: string): boolean {
  return /"\*+"|\\u/.test(text) && /"(?:\*|iam:)|\\u|NotAction/i.test(text);
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
