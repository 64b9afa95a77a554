/**
 * A request of a principal for an action that passes its layers: guessed first, then sought by the algebra, and told only
 * where the concrete evaluator confirms it. Resource policies are no part of it.
 */
import { isAccountId, splitArn } from "../../model/index.ts";
import type { PolicyDocument, Statement } from "../../policy/ast.ts";
import type { ActionFacts } from "../action-catalogue.ts";
import { fullName } from "../action-resources.ts";
import type { RequestToDecide } from "../request-question.ts";
import { type Replay, replayer } from "../symbolic/replay.ts";
import type { PrincipalLayers } from "../what-can/layers.ts";
import type { ActionGrant, StatementPlace } from "../what-can/types.ts";
import { contextGuesses } from "./context-guesses.ts";
import { knownContext } from "./known-context.ts";
import { resourceGuesses } from "./resource-guesses.ts";
import { searchRequest } from "./search-request.ts";

export type FoundExample =
  | { readonly kind: "example"; readonly request: RequestToDecide }
  /** There is surely none about a resource of its own account. */
  | { readonly kind: "none" }
  | { readonly kind: "doubt"; readonly reasons: readonly string[] };

/** Policies made ready to be asked, kept for all principals that have them. */
export class PreparedPolicies {
  readonly #known = new WeakMap<PolicyDocument, (request: RequestToDecide) => Replay | null>();

  ask(document: PolicyDocument, request: RequestToDecide): Replay | null {
    let replay = this.#known.get(document);
    if (replay === undefined) {
      replay = replayer(document, "identity");
      this.#known.set(document, replay);
    }
    return replay(request);
  }
}

export class ExampleSearch {
  readonly #layers: PrincipalLayers;
  readonly #policies: PreparedPolicies;
  readonly #rcpServices: ReadonlySet<string>;
  readonly #known: RequestToDecide["context"];
  readonly #statements = new Map<string, Statement>();

  constructor(layers: PrincipalLayers, policies: PreparedPolicies, rcpServices: ReadonlySet<string>) {
    this.#layers = layers;
    this.#policies = policies;
    this.#rcpServices = rcpServices;
    this.#known = knownContext(layers);
    for (const { policies: own, layer, target } of layersIn(layers)) {
      for (const { name, document } of own) {
        for (const statement of document.statements) {
          this.#statements.set(
            placeKey({ layer, target, policy: name, statement: statement.index }),
            statement,
          );
        }
      }
    }
  }

  /** `given`: keys that the request has to bring. */
  guess(
    facts: ActionFacts,
    grant: ActionGrant,
    given: RequestToDecide["context"] = {},
  ): RequestToDecide | null {
    const { account } = this.#layers;
    const allows = [
      grant.statement,
      ...grant.limits.flatMap(({ anyOf }) => anyOf.slice(0, 1).map((one) => one.statement)),
    ];
    const contexts = contextGuesses(
      { ...this.#known, ...given },
      allows.flatMap((place) => this.#statementAt(place)),
      grant.except.flatMap(({ statement }) => this.#statementAt(statement)),
    );
    const arns = resourceGuesses(facts, grant, account);
    for (const context of contexts) {
      for (const arn of arns) {
        const resource = { arn, account: ownerOf(arn) ?? account };
        const request = { ...callerOf(this.#layers), action: fullName(facts), resource, context };
        if (this.passes(request)) return request;
      }
    }
    return null;
  }

  /** Whether a role is surely passed to the service by the grant. */
  passesRole(facts: ActionFacts, grant: ActionGrant, service: string): boolean {
    return this.guess(facts, grant, { "iam:PassedToService": service }) !== null;
  }

  /** For one of the actions. Takes a hundred times as long as a guess. */
  search(actions: readonly ActionFacts[]): FoundExample {
    const asked = actions.map((facts) => ({ facts, isReached: this.#isReached(fullName(facts)) }));
    const found = searchRequest(this.#layers, asked);
    if (found.kind !== "example") return found;
    const { arn } = found.request.resource;
    const request = {
      ...found.request,
      ...callerOf(this.#layers),
      resource: { arn, account: ownerOf(arn) ?? this.#layers.account },
      context: { ...this.#known, ...found.request.context },
    };
    return this.passes(request)
      ? { kind: "example", request }
      : { kind: "doubt", reasons: ["an example request was not confirmed"] };
  }

  /** Whether every layer surely lets the request pass. */
  passes(request: RequestToDecide): boolean {
    const { identity, boundary, controls, resourceControls } = this.#layers;
    const limits = boundary === null ? [] : [[boundary]];
    const layers = [identity, ...limits, ...controls.map(({ policies }) => policies)];
    const allows = layers.every((policies) => this.#some(policies, request, "allow") === true);
    if (!allows) return false;
    const isOwn = request.resource.account === this.#layers.account;
    const reaching =
      isOwn && this.#isReached(request.action) ? resourceControls.map(({ policies }) => policies) : [];
    return [...layers, ...reaching].every((policies) => this.#some(policies, request, "deny") === false);
  }

  #some(
    policies: readonly { readonly document: PolicyDocument }[],
    request: RequestToDecide,
    effect: "allow" | "deny",
  ): boolean | null {
    let found: boolean | null = false;
    for (const { document } of policies) {
      const outcome = this.#policies.ask(document, request)?.[effect];
      if (outcome === true) return true;
      if (outcome !== false) found = null;
    }
    return found;
  }

  /** By RCPs (IAM-SEMANTICS 57, 59). */
  #isReached(action: string): boolean {
    const lower = action.toLowerCase();
    return this.#rcpServices.has(lower.slice(0, lower.indexOf(":"))) && lower !== "kms:retiregrant";
  }

  #statementAt({ layer, target, policy, statement }: StatementPlace): readonly Statement[] {
    const found = this.#statements.get(placeKey({ layer, target: target ?? null, policy, statement }));
    return found === undefined ? [] : [found];
  }
}

/** Of a role, one of its sessions. */
export function callerOf({
  principal,
  kind,
  account,
}: PrincipalLayers): Pick<RequestToDecide, "principal" | "role"> {
  if (kind !== "role") return { principal };
  const partition = splitArn(principal)?.partition ?? "aws";
  const name = principal.slice(principal.lastIndexOf("/") + 1);
  return { principal: `arn:${partition}:sts::${account}:assumed-role/${name}/example`, role: principal };
}

/** Null: the ARN does not tell. */
function ownerOf(arn: string): string | null {
  const account = splitArn(arn)?.account ?? "";
  return isAccountId(account) ? account : null;
}

type Place = Pick<StatementPlace, "layer" | "policy" | "statement"> & { readonly target: string | null };

function placeKey({ layer, target, policy, statement }: Place): string {
  return JSON.stringify([layer, target, policy, statement]);
}

function layersIn(layers: PrincipalLayers) {
  const { identity, boundary, controls, resourceControls } = layers;
  return [
    { layer: "identity" as const, target: null, policies: identity },
    { layer: "boundary" as const, target: null, policies: boundary === null ? [] : [boundary] },
    ...controls.map(({ target, policies }) => ({ layer: "scp" as const, target, policies })),
    ...resourceControls.map(({ target, policies }) => ({ layer: "rcp" as const, target, policies })),
  ];
}
