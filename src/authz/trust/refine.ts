/**
 * Narrows a party by the conditions that say who it is: `*` with aws:PrincipalOrgID is an organization, an account with an
 * exact aws:PrincipalArn one of its roles by name (IAM-SEMANTICS 13). Values of one condition are alternatives, so one
 * party may become several, each with the values that speak of it. Nothing is lost: every request of the party that
 * passes the tests is a request of one of the refined parties that passes theirs.
 */
import { isOrganizationId } from "../../model/index.ts";
import { modeOf } from "../conditions/decide.ts";
import { type Test, undocumented } from "../conditions/test.ts";
import { exactText, literalStart, matcherOf } from "../conditions/texts.ts";
import type { Lookup } from "../conditions/values.ts";
import { organizationOfPath } from "../organization-view.ts";
import type { PartyDraft } from "./drafts.ts";
import { isAccount } from "./principals.ts";
import { callerArn } from "./situation.ts";

export type Refined = { readonly party: PartyDraft; readonly tests: readonly Test[] };

export function refine(party: PartyDraft, tests: readonly Test[], lookup: Lookup): readonly Refined[] {
  const isOpen = party.kind === "any-account" || party.kind === "account";
  if (!isOpen || !tests.some((test) => test.name.startsWith("aws:principal"))) return [{ party, tests }];
  const byArn = identifying(tests, "aws:principalarn");
  const first =
    byArn === null
      ? [{ party, tests }]
      : alternatives(tests, byArn, (value) => partyOfArn(value, byArn, party, lookup));
  return first.flatMap((next) =>
    next.party.kind === "any-account" ? refineByMembership(next.party, next.tests, lookup) : [next],
  );
}

function refineByMembership(party: PartyDraft, tests: readonly Test[], lookup: Lookup): readonly Refined[] {
  const byAccount = identifying(tests, "aws:principalaccount");
  if (byAccount !== null) {
    const some = alternatives(tests, byAccount, (value) => {
      const account = exactValue(byAccount, value, lookup);
      if (account === null) return party;
      return isAccount(account) ? { kind: "account", account } : null;
    });
    return some.flatMap((next) =>
      next.party.kind === "any-account" ? refineByOrganization(next.party, next.tests, lookup) : [next],
    );
  }
  return refineByOrganization(party, tests, lookup);
}

function refineByOrganization(party: PartyDraft, tests: readonly Test[], lookup: Lookup): readonly Refined[] {
  const byPath = identifying(tests, "aws:principalorgpaths");
  if (byPath !== null && byPath.quantifier === "ForAnyValue" && !byPath.ifExists) {
    return alternatives(
      tests,
      byPath,
      (value) => (value.includes("${") ? party : partyOfPath(value)) ?? party,
    );
  }
  const byId = identifying(tests, "aws:principalorgid");
  if (byId !== null && !byId.ifExists && byId.quantifier !== "ForAllValues") {
    return alternatives(tests, byId, (value) => {
      const id = exactValue(byId, value, lookup);
      return id !== null && isOrganizationId(id) ? { kind: "organization", id } : party;
    });
  }
  return [{ party, tests }];
}

/** The first test that says positively what the key is worth. */
function identifying(tests: readonly Test[], name: string): Test | null {
  for (const test of tests) {
    if (test.name !== name || test.operation.negated) continue;
    // Account ids have no case, so that an ARN still tells its account.
    if (test.operation.ignoreCase && name !== "aws:principalarn") continue;
    const { family } = test.operation;
    if ((family === "text" || family === "arn") && undocumented(test) === null) return test;
  }
  return null;
}

/** Groups the test's values by the party that each speaks of; a value of null speaks of nobody. */
function alternatives(
  tests: readonly Test[],
  test: Test,
  partyOf: (value: string) => PartyDraft | null,
): readonly Refined[] {
  const [only] = test.values;
  if (test.values.length === 1 && only !== undefined) {
    const party = partyOf(only);
    return party === null ? [] : [{ party, tests }];
  }
  const groups = new Map<string, { readonly party: PartyDraft; readonly values: string[] }>();
  for (const value of test.values) {
    const party = partyOf(value);
    if (party === null) continue;
    const key = partyText(party);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { party, values: [value] });
    else group.values.push(value);
  }
  return [...groups.values()].map(({ party, values }) => ({
    party,
    tests: tests.map((other) => (other === test ? { ...test, values } : other)),
  }));
}

/** Equal for equal parties. */
export function partyText(party: PartyDraft): string {
  switch (party.kind) {
    case "role":
    case "user":
      return `${party.kind} ${party.named} ${party.arn}`;
    case "session":
      return `session ${party.arn}`;
    case "account":
      return `account ${party.account}`;
    case "organization":
      return `organization ${party.id}`;
    case "organizational-unit":
      return `unit ${party.path}`;
    case "any-account":
      return "any-account";
    case "federated":
      return `${party.protocol} ${party.provider}`;
    case "service":
      return `service ${party.service}`;
  }
}

/** Null where the value has wildcards or a variable of unknown value. */
function exactValue(test: Test, value: string, lookup: Lookup): string | null {
  if (!test.operation.wildcards && !test.variables) return value;
  const matcher = matcherOf(value, modeOf(test), lookup);
  return matcher.kind === "pattern" ? exactText(matcher.pattern) : null;
}

function partyOfArn(value: string, test: Test, party: PartyDraft, lookup: Lookup): PartyDraft | null {
  const exact = test.operation.ignoreCase ? null : exactValue(test, value, lookup);
  if (exact !== null) return partyOfCaller(exact, party);
  const account = accountInPattern(test, value, lookup);
  if (account === null) return party;
  if (party.kind === "account") return party.account === account ? party : null;
  return isAccount(account) ? { kind: "account", account } : party;
}

function partyOfCaller(arn: string, party: PartyDraft): PartyDraft | null {
  const caller = callerArn(arn);
  // The principal's ARN is a role's, never a session's (IAM-SEMANTICS 20).
  if (caller === null || !isAccount(caller.account)) return null;
  const { account, kind } = caller;
  if (party.kind === "account" && party.account !== account) return null;
  return { kind, arn, account, named: "by-name" };
}

/** The account that every ARN matched by the pattern has, or null where it is left open. */
function accountInPattern(test: Test, value: string, lookup: Lookup): string | null {
  const matcher = matcherOf(value, modeOf(test), lookup);
  if (matcher.kind !== "pattern") return null;
  if (test.operation.family === "arn") {
    // Wildcards stay within their component, so the fifth one stands alone.
    const parts = value.split(":", 6);
    const account = parts.length === 6 && !value.includes("${") ? (parts[4] ?? "") : "*";
    return account.includes("*") || account.includes("?") ? null : account;
  }
  const parts = literalStart(matcher.pattern).split(":", 6);
  return parts.length === 6 ? (parts[4] ?? null) : null;
}

function partyOfPath(value: string): PartyDraft | null {
  const id = organizationOfPath(value);
  if (id === null) return null;
  const rest = value.slice(id.length + 1);
  // Every account stands below the organization's one root.
  return isOrganizationId(id) && (rest === "*" || /^r-[0-9a-z]+\/\*$/.test(rest))
    ? { kind: "organization", id }
    : { kind: "organizational-unit", path: value };
}

/** Whether the party alone says what the test asks, so that the guard need not repeat it. */
export function saidByParty(test: Test, party: PartyDraft): boolean {
  if (test.name !== "aws:principalorgpaths" || test.quantifier !== "ForAnyValue") return false;
  const { negated, ignoreCase } = test.operation;
  if (negated || ignoreCase || test.values.length === 0) return false;
  if (party.kind === "organizational-unit") {
    const asWritten = test.operator === "StringLike" || !/[*?]/.test(party.path);
    return asWritten && test.operation.family === "text" && test.values.includes(party.path);
  }
  return (
    party.kind === "organization" &&
    test.operator === "StringLike" &&
    test.values.some((value) => {
      const named = partyOfPath(value);
      return named?.kind === "organization" && named.id === party.id;
    })
  );
}
