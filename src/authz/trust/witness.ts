/**
 * An example request inside a grant: the concrete evaluator accepts it for the trust policy. Where a choice is free, the
 * example takes what a reader expects to see.
 */
import { printAddress } from "../../logic/addresses.ts";
import type { Region, Value } from "../../logic/types.ts";
import { type AccountId, type Arn, splitArn, type Tag } from "../../model/index.ts";
import { dimensionName } from "../conditions/regions.ts";
import { testOfTerm } from "../conditions/terms.ts";
import { makeTest, type Test } from "../conditions/test.ts";
import { variableNames } from "../conditions/texts.ts";
import { keyFacts } from "../keys.ts";
import { organizationOfPath } from "../organization-view.ts";
import type { OrganizationView, Party, Request, TrustGrant } from "../types.ts";
import type { CompiledTrust } from "./compile.ts";
import type { PartyDraft } from "./drafts.ts";
import { type ExactView, exactView } from "./exact.ts";
import { exampleOf, exampleTexts } from "./examples.ts";
import { type Situation, situationOf, tagsByKey } from "./situation.ts";

export type WitnessQuestion = {
  readonly role: { readonly arn: Arn; readonly account: AccountId; readonly tags: readonly Tag[] };
  readonly organization: OrganizationView;
  /** With it, the example states only keys that the policy asks about. */
  readonly trust?: CompiledTrust;
};

/**
 * Null where no example can be shown: a policy variable or an undocumented construct decides, the party is a wildcard, or
 * the work would have passed the cap.
 */
export function witnessFor(grant: TrustGrant, question: WitnessQuestion): Request | null {
  const tests = grant.guard.map(testOfTerm);
  for (const party of exampleParties(grant.party, tests, question)) {
    const request = exampleRequest(grant, party, tests, question);
    if (request !== null) return request;
  }
  return null;
}

function exampleRequest(
  grant: TrustGrant,
  party: PartyDraft,
  tests: readonly Test[],
  question: WitnessQuestion,
): Request | null {
  const { role, organization } = question;
  const world = {
    partition: splitArn(role.arn)?.partition ?? "aws",
    organization,
    owner: role.account,
    ownerText: role.account,
    resourceTags: tagsByKey(role.tags),
  };
  const situation = situationOf(party, world);
  const unit = grant.party.kind === "organizational-unit" ? [unitTest(grant.party.path)] : [];
  const all = [...tests, ...unit];
  const asked = [...all, ...preferences(all, situation)];
  const view = exactView(situation, asked);
  const region = preferred(view, view.passing(all), all, situation);
  if (region === null || view.maker.space.opaqueLabels(region).length > 0) return null;
  const found = view.maker.space.witness(region);
  if (found.kind === "capped" || found.value === null) return null;

  const context = new Map<string, readonly string[]>();
  for (const test of asked) {
    const value = found.value.values.get(dimensionName(test));
    if (value !== undefined) putValue(context, test, value);
  }
  const principal = principalOf(party, context, world.partition);
  if (principal === null) return null;
  putKnown(context, situation, question.trust, all);
  putTagKeys(context);
  for (const name of ["aws:PrincipalArn", "aws:PrincipalAccount"]) {
    if (party.kind !== "session") context.delete(name);
  }
  return {
    principal,
    action: grant.action,
    resource: { arn: role.arn, account: role.account },
    context: Object.fromEntries(
      [...context].map(([key, texts]) => {
        const [only] = texts;
        return [key, keyFacts(key).multiValued || only === undefined ? texts : only];
      }),
    ),
  };
}

function unitTest(path: string): Test {
  return { ...makeTest("aws:PrincipalOrgPaths", "StringLike", [path]), quantifier: "ForAnyValue" };
}

/** Accounts of AWS's own examples. */
const exampleAccounts = ["111122223333", "444455556666", "777788889999", "123456789012"];

/**
 * Concrete callers to try for a party, the most telling first. A party of many accounts is tried with each example
 * account that stands where the party does.
 */
function exampleParties(
  party: Party,
  tests: readonly Test[],
  { role, organization }: WitnessQuestion,
): readonly PartyDraft[] {
  if (party.kind === "federated") return party.provider === "*" ? [] : [party];
  if (party.kind === "session") {
    const [form, name] = splitArn(party.arn)?.resource.split("/") ?? [];
    return [{ ...party, roleName: form === "assumed-role" && name !== undefined ? name : null }];
  }
  if (party.kind === "organization" || party.kind === "organizational-unit" || party.kind === "any-account") {
    const id =
      party.kind === "organization"
        ? party.id
        : party.kind === "organizational-unit"
          ? organizationOfPath(party.path)
          : null;
    const ours = id !== null && id === organization.organizationId;
    const named = tests.flatMap(({ values }) => values.flatMap((value) => /\b\d{12}\b/.exec(value) ?? []));
    const accounts = [...new Set([...(ours ? [role.account] : []), ...exampleAccounts, ...named])].filter(
      (account) => party.kind === "any-account" || organization.isOurs(account) === ours || !ours,
    );
    // The account itself decides its organization where it is one of ours; an invented one takes what is asked.
    return [...accounts.map((account): PartyDraft => ({ kind: "account", account })), party];
  }
  return [party];
}

/** Tests whose keys' dimensions the preferences speak about. */
function preferences(tests: readonly Test[], situation: Situation): readonly Test[] {
  const hasArn = tests.some((test) => dimensionName(test) === "aws:principalarn");
  return hasArn || situation.caller !== "iam" ? [] : [makeTest("aws:PrincipalArn", "Null", ["false"])];
}

/** Narrows the region to expected values, one after the other, as long as something is left. */
function preferred(
  view: ExactView,
  region: Region,
  tests: readonly Test[],
  situation: Situation,
): Region | null {
  const { space } = view.maker;
  const isPossible = (asked: Region): boolean => {
    const empty = space.isEmpty(asked);
    return empty.kind === "exact" && !empty.value;
  };
  if (!isPossible(region)) return null;
  let narrowed = region;
  const seen = new Set<string>();
  for (const test of tests) {
    const name = dimensionName(test);
    if (seen.has(name) || situation.lookup(test.name).kind !== "open" || test.facts.multiValued) continue;
    seen.add(name);
    if (view.maker.dimensionOf(test) === null) continue;
    for (const text of exampleTexts(name, tests, situation)) {
      const pattern = { elements: [{ kind: "text" as const, text }], ignoreCase: false };
      const next =
        kindOf(test) === "text" ? space.and(narrowed, space.matches(name, pattern)) : space.nothing;
      if (next === space.nothing || !isPossible(next)) continue;
      narrowed = next;
      break;
    }
  }
  return narrowed;
}

function kindOf(test: Test): "text" | "other" {
  const { family } = test.operation;
  return family === "text" || family === "arn" || family === "boolean" ? "text" : "other";
}

function putValue(context: Map<string, readonly string[]>, test: Test, value: Value): void {
  const key = dimensionName(test) === "aws:principalarn" ? "aws:PrincipalArn" : test.key;
  for (const known of context.keys()) if (known.toLowerCase() === key.toLowerCase()) return;
  const texts = textsOf(value, test);
  if (texts !== null) context.set(key, texts);
}

function textsOf(value: Value, test: Test): readonly string[] | null {
  switch (value.kind) {
    case "absent":
      return null;
    case "text":
      return [value.text];
    case "set":
      return value.texts.length === 0 ? null : value.texts;
    case "number":
      if (test.name === "aws:epochtime") return [`${value.number / 1000}`];
      return [
        test.facts.type === "date" || test.operation.family === "date"
          ? new Date(value.number).toISOString()
          : `${value.number}`,
      ];
    case "address":
      return [printAddress(value)];
  }
}

/** Who calls: the ARN that the example has chosen, or the first that comes to mind. */
function principalOf(
  party: PartyDraft,
  context: ReadonlyMap<string, readonly string[]>,
  partition: string,
): Request["principal"] | null {
  switch (party.kind) {
    case "service":
      return party.service;
    case "federated":
      return { federated: party.provider };
    case "role":
    case "user":
    case "session":
      return party.arn;
    default: {
      const [chosen] = context.get("aws:PrincipalArn") ?? [];
      if (chosen !== undefined) return chosen;
      return "account" in party ? `arn:${partition}:iam::${party.account}:role/example` : null;
    }
  }
}

/** What every such request brings, and the example has not chosen. */
function putKnown(
  context: Map<string, readonly string[]>,
  situation: Situation,
  trust: CompiledTrust | undefined,
  tests: readonly Test[],
): void {
  const stated = new Set([...context.keys()].map((key) => key.toLowerCase()));
  // The concrete side derives these from the principal, so only a session's must be told.
  for (const derived of ["aws:principalaccount", "aws:principaltype", "aws:username"]) stated.add(derived);
  if (situation.party.kind !== "session") stated.add("aws:principalarn");
  for (const key of keysAskedAbout(trust, tests)) {
    const name = key.toLowerCase();
    if (stated.has(name)) continue;
    stated.add(name);
    const value = situation.lookup(name);
    if (value.kind === "known") context.set(key, value.texts);
    else if (value.kind === "open" && value.presence === "always") context.set(key, [exampleOf(name)]);
  }
}

function keysAskedAbout(trust: CompiledTrust | undefined, tests: readonly Test[]): readonly string[] {
  const statements = trust === undefined ? [] : [...trust.allows, ...trust.denies];
  const all = [...tests, ...statements.flatMap((statement) => statement.tests)];
  return all.flatMap((test) => [test.key, ...(test.variables ? test.values.flatMap(variableNames) : [])]);
}

function putTagKeys(context: Map<string, readonly string[]>): void {
  const tags = [...context.keys()].filter((key) => key.toLowerCase().startsWith("aws:requesttag/"));
  if (tags.length === 0) return;
  const name = [...context.keys()].find((key) => key.toLowerCase() === "aws:tagkeys") ?? "aws:TagKeys";
  const held = context.get(name) ?? [];
  const missing = tags
    .map((key) => key.slice("aws:RequestTag/".length))
    .filter((key) => !held.some((other) => other.toLowerCase() === key.toLowerCase()));
  context.set(name, [...held, ...missing]);
}
