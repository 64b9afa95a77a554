/**
 * An example request inside a grant: the concrete evaluator accepts it for the trust policy. Where a choice is free, the
 * example takes what a reader expects to see.
 */
import { printAddress } from "../../logic/addresses.ts";
import type { Region, Value } from "../../logic/types.ts";
import { type AccountId, type Arn, splitArn, type Tag } from "../../model/index.ts";
import { arrives } from "../conditions/parameter-form.ts";
import { dimensionName } from "../conditions/regions.ts";
import { testOfTerm } from "../conditions/terms.ts";
import { makeTest, type Test } from "../conditions/test.ts";
import { variableNames } from "../conditions/texts.ts";
import { keyFacts } from "../keys.ts";
import type { OrganizationView, Party, Request, TrustGrant } from "../types.ts";
import type { CompiledTrust } from "./compile.ts";
import type { PartyDraft } from "./drafts.ts";
import { type ExactView, exactView } from "./exact.ts";
import { exampleParties } from "./example-callers.ts";
import { exampleOf, exampleTexts } from "./examples.ts";
import { residualOf } from "./residual.ts";
import {
  callerArn,
  type PrincipalTags,
  type Situation,
  situationOf,
  tagsByKey,
  type World,
} from "./situation.ts";

export type WitnessQuestion = {
  readonly role: { readonly arn: Arn; readonly account: AccountId; readonly tags: readonly Tag[] };
  readonly organization: OrganizationView;
  /** With it, the example states only keys that the policy asks about. */
  readonly trust?: CompiledTrust;
  /** Of a caller whose own policies take part: its tags, and the keys that those policies ask about. */
  readonly caller?: { readonly tags: PrincipalTags; readonly keys: readonly string[] };
};

/**
 * Null for a grant that is only *may*, where the party is a wildcard, and where the work would have passed the cap.
 */
export function witnessFor(grant: TrustGrant, question: WitnessQuestion): Request | null {
  if (grant.certainty.kind === "may") return null;
  const tests = [...grant.guard.map(testOfTerm), ...testsOfParty(grant.party)];
  for (const party of exampleParties(grant.party, tests, question.role.arn, question.organization)) {
    const request = exampleRequest(grant, party, tests, question);
    const one = request === null ? null : chosenBy(request, party);
    // What is known of the one that was chosen, such as its organization, was left open for the many.
    const settled = one === null ? request : exampleRequest(grant, one, tests, question);
    if (settled !== null) return settled;
  }
  return null;
}

/** The principal that the request has chosen out of those of many accounts; null where nothing was to be chosen. */
function chosenBy({ principal }: Request, party: PartyDraft): PartyDraft | null {
  if (isChosen(party) || "account" in party || typeof principal !== "string") return null;
  const caller = callerArn(principal);
  return caller === null
    ? null
    : { kind: caller.kind, arn: principal, account: caller.account, named: "by-name" };
}

function exampleRequest(
  grant: TrustGrant,
  party: PartyDraft,
  tests: readonly Test[],
  question: WitnessQuestion,
): Request | null {
  const { role, organization } = question;
  const world: World = {
    partition: splitArn(role.arn)?.partition ?? "aws",
    organization,
    owner: role.account,
    ownerText: role.account,
    resourceTags: tagsByKey(role.tags),
  };
  const situation = situationOf(party, world, question.caller?.tags ?? null);
  const residual = residualOf(tests, situation);
  if (residual.kind === "failed") return null;
  const asked = isChosen(party) ? tests : [...tests, principalArn];
  const view = exactView(situation, asked);
  const region = preferred(view, withinRights(view, asked, grant), asked, situation);
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
  putKnown(context, situation, keysAskedAbout(question, tests));
  putTagKeys(context);
  if (party.kind !== "session") context.delete("aws:PrincipalArn");
  if ([...context].some(([key, texts]) => texts.some((text) => !arrives(key.toLowerCase(), text))))
    return null;
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

/** Declares the ARN's dimension, so that the example chooses one. */
const principalArn = makeTest("aws:PrincipalArn", "StringLike", ["*"]);

/** What the party says and the guard does not repeat. */
function testsOfParty(party: Party): readonly Test[] {
  const below = (path: string): Test => ({
    ...makeTest("aws:PrincipalOrgPaths", "StringLike", [path]),
    quantifier: "ForAnyValue",
  });
  if (party.kind === "organization") {
    return [makeTest("aws:PrincipalOrgID", "StringEquals", [party.id]), below(`${party.id}/*`)];
  }
  return party.kind === "organizational-unit" ? [below(party.path)] : [];
}

/** Whether the party is one principal, whose identity leaves nothing to choose. */
function isChosen(party: PartyDraft): boolean {
  return (
    party.kind === "role" || party.kind === "user" || party.kind === "service" || party.kind === "federated"
  );
}

/** The grant's requests, without what only comes with an action that it does not have. */
function withinRights(view: ExactView, tests: readonly Test[], { session }: TrustGrant): Region {
  const { space } = view.maker;
  const held = {
    "sts:TagSession": session.tagSession,
    "sts:SetSourceIdentity": session.setSourceIdentity,
    "sts:SetContext": session.setContext,
  };
  const without = tests.filter(({ facts }) => facts.needs !== null && !held[facts.needs]);
  return space.and(
    view.passing(tests),
    ...without.map((test) => {
      view.maker.dimensionOf(test);
      return space.not(space.present(dimensionName(test)));
    }),
  );
}

/**
 * Narrows the region step by step to what a reader expects, as long as something is left: no key that need not be there,
 * then familiar values.
 */
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
    if (seen.has(name) || situation.lookup(test.name).kind !== "open") continue;
    seen.add(name);
    const dimension = view.maker.dimensionOf(test);
    const wishes = [space.not(space.present(name))];
    if (dimension !== null && isText(test)) {
      for (const text of exampleTexts(name, tests)) {
        const pattern = { elements: [{ kind: "text" as const, text }], ignoreCase: false };
        const has = space.matches(name, pattern);
        // Of many values this one alone.
        wishes.push(test.facts.multiValued ? space.minus(has, space.matchesNone(name, [pattern])) : has);
      }
    }
    for (const wish of wishes) {
      const next = space.and(narrowed, wish);
      if (!isPossible(next)) continue;
      narrowed = next;
      break;
    }
  }
  return narrowed;
}

function isText(test: Test): boolean {
  const { family } = test.operation;
  return family === "text" || family === "arn" || family === "boolean";
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
  keys: readonly string[],
): void {
  const stated = new Set([...context.keys()].map((key) => key.toLowerCase()));
  // The concrete side derives these from the principal, so only a session's must be told.
  for (const derived of ["aws:principalaccount", "aws:principaltype", "aws:username"]) stated.add(derived);
  if (situation.party.kind !== "session") stated.add("aws:principalarn");
  for (const key of keys) {
    const name = key.toLowerCase();
    if (stated.has(name)) continue;
    stated.add(name);
    const value = situation.lookup(name);
    if (value.kind === "known") context.set(key, value.texts);
    else if (value.kind === "open" && value.presence === "always") context.set(key, [exampleOf(name)]);
  }
}

function keysAskedAbout({ trust, caller }: WitnessQuestion, tests: readonly Test[]): readonly string[] {
  const statements = trust === undefined ? [] : [...trust.allows, ...trust.denies];
  const all = [...tests, ...statements.flatMap((statement) => statement.tests)];
  return [...all.flatMap(keysOfTest), ...(caller?.keys ?? [])];
}

/** The key that a test asks about, and those of the variables in its values. */
export function keysOfTest(test: Test): readonly string[] {
  return test.variables ? [test.key, ...test.values.flatMap(variableNames)] : [test.key];
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
