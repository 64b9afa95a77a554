/** Whether a policy allows every request that there is in an account; exact, by the algebra of two policies. */
import { splitArn } from "../../model/index.ts";
import type { PolicyDocument } from "../../policy/ast.ts";
import type { ActionCatalogue, ActionFacts } from "../action-catalogue.ts";
import { fullName, worksOn } from "../action-resources.ts";
import type { RequestToDecide } from "../request-question.ts";
import { findAllowedOnlyBy } from "../symbolic/index.ts";
import { replayer } from "../symbolic/replay.ts";
import {
  type ControlDocuments,
  type LeftByControls,
  leftByControls,
  type Owner,
  ownedBy,
} from "./left-by-controls.ts";
import { usualResources } from "./resource-guesses.ts";
import { withoutUnlisted } from "./unlisted.ts";

export type LayerAnswer =
  | { readonly kind: "everything"; readonly unlisted: readonly string[] }
  | { readonly kind: "missing"; readonly example: RequestToDecide }
  | { readonly kind: "unknown"; readonly reasons: readonly string[] };

export type EverythingOf = {
  readonly controls: ControlDocuments;
  /** Whose resources are meant; null: everybody's. */
  readonly owner: Owner | null;
  readonly catalogue: ActionCatalogue | null;
};

export function compareWithEverything(document: PolicyDocument, of: EverythingOf): LayerAnswer {
  let unknown: LayerAnswer | null = null;
  for (const left of leftByControls(of.controls)) {
    const answer = compareWithLeft(document, left, of);
    if (answer.kind !== "unknown") return answer;
    unknown ??= answer;
  }
  return unknown ?? { kind: "unknown", reasons: [] };
}

function compareWithLeft(document: PolicyDocument, left: LeftByControls, of: EverythingOf): LayerAnswer {
  const first = inAccount(document, left, of);
  if (first.kind !== "missing" || of.catalogue === null) return first;
  const facts = of.catalogue.action(first.example.action);
  if (facts !== null) return withRealResource(first.example, facts, document, left, of);
  const { document: listed, left: unlisted } = withoutUnlisted(document, of.catalogue);
  if (unlisted.length === 0) return first;
  const second = compareWithLeft(listed, left, of);
  return second.kind === "everything" ? { kind: "everything", unlisted } : second;
}

/** What is missing on resources that the action does not work on is nothing that anybody could miss. */
function withRealResource(
  example: RequestToDecide,
  facts: ActionFacts,
  document: PolicyDocument,
  left: LeftByControls,
  { owner, catalogue }: EverythingOf,
): LayerAnswer {
  const action = fullName(facts);
  const request = { ...example, action };
  const { arn } = example.resource;
  if (worksOn(facts, arn)) return { kind: "missing", example: request };
  const account = owner?.account ?? example.resource.account;
  const ofAction = usualResources(facts, account).map((usual) => ({ arn: usual, account }));
  const onResource = catalogue?.matching(`${splitArn(arn)?.service ?? ""}:*`) ?? [];
  const candidates = [
    ...ofAction.map((resource) => ({ ...request, resource })),
    ...onResource.filter((one) => worksOn(one, arn)).map((one) => ({ ...request, action: fullName(one) })),
  ];
  const real = candidates.slice(0, mostTried).find((one) => isMissing(one, left, document));
  if (real !== undefined) return { kind: "missing", example: real };
  const reason = `it lacks ${action} on ${arn}, and AWS does not list that the action works on such a resource`;
  return { kind: "unknown", reasons: [reason] };
}

/** Of a service's actions. */
const mostTried = 200;

/** A request about another account's resource is no part of the account; one that could as well be its own is. */
function inAccount(document: PolicyDocument, left: LeftByControls, { owner }: EverythingOf): LayerAnswer {
  const anywhere = outside(left, document);
  if (anywhere.kind !== "missing" || owner === null) return anywhere;
  const { example } = anywhere;
  const arn = ownArn(example.resource.arn, owner);
  if (arn === example.resource.arn) return anywhere;
  const own = { ...example, resource: { arn, account: owner.account } };
  if (isMissing(own, left, document)) return { kind: "missing", example: own };
  const owned = outside(ownedBy(left, owner), document);
  if (owned.kind !== "missing" || ownArn(owned.example.resource.arn, owner) === owned.example.resource.arn) {
    return owned;
  }
  return {
    kind: "unknown",
    reasons: ["only requests about other accounts' resources are known to be missing"],
  };
}

/** The same resource of the owner's. */
function ownArn(arn: string, { partition, account }: Owner): string {
  const parts = splitArn(arn);
  if (parts === null) return arn;
  const { service, region, resource } = parts;
  const owner = parts.account === "" || parts.account === "aws" ? parts.account : account;
  return `arn:${partition}:${service}:${region}:${owner}:${resource}`;
}

function outside({ policy, others }: LeftByControls, document: PolicyDocument): LayerAnswer {
  const found = findAllowedOnlyBy(policy, document, "identity");
  switch (found.kind) {
    case "none":
      return { kind: "everything", unlisted: [] };
    case "example":
      return others.every((level) => allows(level, found.request) === true)
        ? { kind: "missing", example: found.request }
        : { kind: "unknown", reasons: ["SCPs of several levels each allow a part of all requests"] };
    case "doubt":
      return { kind: "unknown", reasons: found.reasons };
  }
}

function isMissing(request: RequestToDecide, left: LeftByControls, document: PolicyDocument): boolean {
  const levels = [left.policy, ...left.others];
  return levels.every((level) => allows(level, request) === true) && allows(document, request) === false;
}

function allows(document: PolicyDocument, request: RequestToDecide): boolean | null {
  const replay = preparedOf(document)(request);
  if (replay === null || typeof replay.allow !== "boolean" || typeof replay.deny !== "boolean") return null;
  return replay.allow && !replay.deny;
}

const prepared = new WeakMap<PolicyDocument, ReturnType<typeof replayer>>();

function preparedOf(document: PolicyDocument): ReturnType<typeof replayer> {
  const known = prepared.get(document) ?? replayer(document, "identity");
  prepared.set(document, known);
  return known;
}
