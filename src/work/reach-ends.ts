/** Where a way starts and ends, as a person or a program words it, held against the snapshot. */

import { principalOf } from "../graph/principals.ts";
import {
  accountsOfUnit,
  dataActions,
  endResources,
  type PathEnd,
  type PathStart,
  principalsMatching,
  readEnd,
  readStart,
} from "../graph/reach/index.ts";
import { resourceNamed } from "../graph/resources.ts";
import { err, ok, type Result, splitArn } from "../model/index.ts";
import {
  absentPrincipal,
  badAction,
  type NamedIn,
  type NameFault,
  ownerlessResource,
  unreadAccount,
} from "./named-in-snapshot.ts";

/** A unit may be given by its name, if no other has the same. */
export function chosenStart(text: string, named: NamedIn): Result<PathStart, NameFault> {
  const start = readStart(unitIdOf(text, named));
  if (start === null) {
    return err({
      kind: "usage",
      message: `${JSON.stringify(text)} is nothing that a way could start from`,
      advice:
        "Give the ARN of a role, session, user or account (arn:aws:iam::123456789012:root), external (everybody outside of the organization), a unit (unit:Sandbox, by name or id), or anyone (whoever needs no certain account).",
    });
  }
  const fault =
    start.kind === "principal"
      ? absentPrincipal(start.arn, named)
      : start.kind === "unit"
        ? unitFault(start.unit, named)
        : null;
  return fault === null ? ok(start) : err(fault);
}

/** `unit:NAME` or `unit:ID` as the id; what is none, or one of several of that name, stays as it is. */
function unitIdOf(text: string, { snapshot }: NamedIn): string {
  const name = /^unit:(.+)$/.exec(text)?.[1];
  if (name === undefined) return text;
  const found = (snapshot.organization?.units ?? []).filter((unit) => unit.id === name || unit.name === name);
  return found.length === 1 ? (found[0]?.id ?? text) : text;
}

function unitFault(unit: string, { snapshot, where }: NamedIn): NameFault | null {
  if (accountsOfUnit(unit, snapshot).some((account) => snapshot.accounts[account]?.hasData === true))
    return null;
  return {
    kind: "usage",
    message: `${where} holds no account with data in a unit ${unit}`,
    advice:
      "GET /api/accounts and accesslens show account tell the units; unit:NAME takes a name that only one has.",
  };
}

/** Ways between units that share accounts would be there from the start. Null: they share none. */
function overlapFault(from: PathStart, to: PathEnd, { snapshot }: NamedIn): NameFault | null {
  if (from.kind !== "unit" || to.kind !== "unit") return null;
  const ends = new Set(accountsOfUnit(to.unit, snapshot));
  if (!accountsOfUnit(from.unit, snapshot).some((account) => ends.has(account))) return null;
  return {
    kind: "usage",
    message: `the units ${from.unit} and ${to.unit} have accounts in common`,
    advice: "Give two units of which neither lies within the other.",
  };
}

/**
 * `action`: what has to be possible at a resource; null: anything that reads or writes its data. `from`: where the ways start, if that
 * is known.
 */
export function chosenEnd(
  text: string,
  action: string | null,
  named: NamedIn,
  from: PathStart | null = null,
): Result<PathEnd, NameFault> {
  const end = readEnd(unitIdOf(text, named));
  if (end === null) {
    return err({
      kind: "usage",
      message: `${JSON.stringify(text)} is nothing that a way could end at`,
      advice:
        "Give the ARN of a role, user or resource, a pattern such as 'arn:aws:s3:::ledger-*', admin (of any account), admin:123456789012, a unit (unit:Prod, by name or id), or organization.",
    });
  }
  const fault =
    (action === null ? null : badAction(action)) ??
    faultOf(end, action, named) ??
    (from === null ? null : overlapFault(from, end, named));
  return fault === null ? ok(end) : err(fault);
}

function faultOf(end: PathEnd, action: string | null, named: NamedIn): NameFault | null {
  switch (end.kind) {
    case "administrator":
      if (action !== null) return actionOnPrincipal(action);
      return end.account === null ? null : unreadAccount(end.account, named);
    case "organization":
      return action === null ? noOrganization(named) : actionOnPrincipal(action);
    case "arn": {
      const service = splitArn(end.arn)?.service;
      if (service !== "iam" && service !== "sts") return resourceFault(end.arn, action, named);
      return action === null ? principalFault(end.arn, named) : actionOnPrincipal(action);
    }
    case "pattern":
      return patternFault(end, action, named);
    case "unit":
      return action === null ? unitFault(end.unit, named) : actionOnPrincipal(action);
  }
}

function noOrganization({ snapshot, where }: NamedIn): NameFault | null {
  if (snapshot.organization !== null) return null;
  return {
    kind: "input",
    message: `${where} holds no organization`,
    advice:
      "Collect it (aws organizations describe-organization and its likes) as organization.json, and import again.",
  };
}

function actionOnPrincipal(action: string): NameFault {
  return {
    kind: "usage",
    message: `the action ${action} is asked of a principal, and actions are for resources`,
    advice: "Leave the action out, or name a resource.",
  };
}

function principalFault(arn: string, named: NamedIn): NameFault | null {
  const { account = "", resource = "" } = splitArn(arn) ?? {};
  if (resource === "root") {
    return {
      kind: "usage",
      message: `${JSON.stringify(arn)} is an account, and ways end at somebody or something in it`,
      advice: `Ask for its administrator: admin:${account}`,
    };
  }
  if (!/^(role|user|assumed-role)\/./.test(resource)) {
    return {
      kind: "usage",
      message: `${JSON.stringify(arn)} is neither a role, a user nor a resource with data`,
      advice: "Of IAM, ways end at roles and users: give the ARN of one.",
    };
  }
  const unread = unreadAccount(account, named);
  if (unread !== null) return unread;
  return principalOf(arn, named.snapshot) === null ? absentPrincipal(arn, named) : null;
}

function resourceFault(arn: string, action: string | null, named: NamedIn): NameFault | null {
  if (resourceNamed(named.snapshot, arn) === null) return ownerlessResource(arn, named.where);
  return action === null && dataActions(arn).length === 0 ? unnamedAction(JSON.stringify(arn)) : null;
}

function patternFault(
  end: Extract<PathEnd, { readonly kind: "pattern" }>,
  action: string | null,
  { snapshot, where }: NamedIn,
): NameFault | null {
  const [principal] = principalsMatching(end.pattern, snapshot);
  if (principal !== undefined) return null;
  const resources = endResources({ snapshot }, end);
  if (resources.length === 0) {
    return {
      kind: "usage",
      message: `${where} holds no role, user or resource that ${JSON.stringify(end.pattern)} matches`,
      advice: "A pattern is matched against whole ARNs; * stands for any text, ? for one character.",
    };
  }
  const isAnswered = action !== null || resources.some((arn) => dataActions(arn).length > 0);
  return isAnswered ? null : unnamedAction(`what ${JSON.stringify(end.pattern)} matches`);
}

function unnamedAction(what: string): NameFault {
  return {
    kind: "usage",
    message: `it is not known which actions read or write the data of ${what}`,
    advice: "Name what has to be possible there: --action SERVICE:ACTION",
  };
}

/** Null: accesses can be cut on the ways to the end. `text`: as the end was worded. */
export function resourceOverEdges(text: string, end: PathEnd): NameFault | null {
  if (end.kind !== "arn" || /^arn:[^:]*:(iam|sts):/.test(end.arn)) return null;
  return {
    kind: "usage",
    message: `${JSON.stringify(text)} is a resource, and accesses are cut on the ways to principals alone`,
    advice:
      "Ask over statements, or give admin, admin:ACCOUNT-ID, organization, a principal's ARN or a pattern of principals' ARNs.",
  };
}
