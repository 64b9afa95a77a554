/**
 * What a principal can do: its identity policies, less what the boundary and the SCPs along its account's path do not allow,
 * less every Deny, those of RCPs over its own account's resources included (IAM-SEMANTICS A0, 1, 5, 57). Before resource
 * policies and session policies.
 *
 * Actions that the same statements are about, and that work on the same kinds of resources, are answered together: an
 * administrator's twenty thousand are one case. Start reading at `types.ts`.
 */
import type { CoverageGap, Snapshot } from "../../model/index.ts";
import { type ActionCatalogue, type ActionFacts, accessLevels } from "../action-catalogue.ts";
import { fullName } from "../action-resources.ts";
import { type CaseAnswer, decideCase } from "./decide-case.ts";
import { coversAction, type LayerStatement, layerStatements } from "./layer-statements.ts";
import { layersOf, type PrincipalLayers } from "./layers.ts";
import type {
  ActionGrant,
  ActionsWithoutResource,
  AllowedAction,
  StatementPlace,
  StoppedActions,
  UnlistedActions,
  WhatCan,
} from "./types.ts";

/** Null: the snapshot holds no such role, user or account. */
export function whatCan(snapshot: Snapshot, principal: string, catalogue: ActionCatalogue): WhatCan | null {
  const layers = layersOf(snapshot, principal);
  if (layers === null) return null;
  const { principal: arn, kind, account } = layers;
  return {
    principal: arn,
    kind,
    account,
    actionsAsOf: catalogue.updatedAt,
    ...allowedActions(layers, catalogue),
    unknowns: layers.unknowns,
    coverage: gapsFor(snapshot, layers),
    notes: [
      "before resource policies and session policies: a resource's own policy can allow more, or deny",
      "RCPs count for the resources of its own account alone",
      ...layers.notes,
    ],
  };
}

/** The answer's part that follows from the layers alone. */
export function allowedActions(
  layers: PrincipalLayers,
  catalogue: ActionCatalogue,
): Pick<WhatCan, "actions" | "grants" | "stopped" | "withoutResource" | "unlisted"> {
  const statements = layerStatements(layers, catalogue);
  const allows = statements.all.filter(({ limit, place }) => limit === null && place.effect === "Allow");
  const tally = new Tally();
  const answers = new Map<string, CaseAnswer>();
  for (const action of [...listedActions(allows, catalogue), ...unlistedNames(allows, catalogue)]) {
    const involved = statements.all.filter((statement) => coversAction(statement, action));
    const facts = typeof action === "string" ? null : action;
    const key = `${involved.map(({ number }) => number).join(" ")}|${resourceKey(facts, involved)}`;
    let answer = answers.get(key);
    if (answer === undefined) {
      answer = decideCase(involved, statements.limits, facts, layers.unknowns);
      answers.set(key, answer);
    }
    tally.add(typeof action === "string" ? action : fullName(action), facts, answer);
  }
  return {
    actions: tally.actions.toSorted(byServiceAndLevel),
    grants: tally.grants,
    stopped: tally.stopped,
    withoutResource: tally.withoutResource,
    unlisted: allows.flatMap(unlistedOf),
  };
}

/** Of the organization as a whole, of the account's files, and of the principal's own policies. */
function gapsFor({ coverage }: Snapshot, layers: PrincipalLayers): readonly CoverageGap[] {
  const own = new Set([layers.principal, ...layers.identity.map(({ name }) => name), layers.boundary?.name]);
  return coverage.filter(({ what, account, subject }) => {
    if (account !== null && account !== layers.account) return false;
    switch (what) {
      case "organization":
      case "control-policies":
      case "account":
      case "file":
        return true;
      case "managed-policy":
      case "policy-construct":
        return account === null || subject === null || own.has(subject);
      default:
        return false;
    }
  });
}

function listedActions(allows: readonly LayerStatement[], catalogue: ActionCatalogue): Iterable<ActionFacts> {
  if (allows.some(({ statement }) => statement.action.negated)) {
    return catalogue.matching("*").filter((facts) => allows.some((allow) => coversAction(allow, facts)));
  }
  return new Set(allows.flatMap(({ listed }) => [...listed]));
}

/** Whole names that a policy has and the data does not list: they are actions all the same. */
function unlistedNames(allows: readonly LayerStatement[], catalogue: ActionCatalogue): Iterable<string> {
  const names = allows
    .flatMap(({ statement }) => (statement.action.negated ? [] : statement.action.patterns))
    .map(({ text }) => text)
    .filter((text) => /^[\w-]+:[\w-]+$/.test(text) && catalogue.action(text) === null);
  return new Map(names.map((name) => [name.toLowerCase(), name])).values();
}

function unlistedOf({ statement, place }: LayerStatement): readonly UnlistedActions[] {
  const { negated, patterns } = statement.action;
  const texts = patterns.map(({ text }) => text);
  const open = negated ? texts : texts.filter((text) => /[*?]/.test(text));
  return open.length === 0 && !negated ? [] : [{ statement: place, patterns: open, negated }];
}

/** Actions that work on the same kinds of resources; where no statement names any, it does not matter. */
function resourceKey(facts: ActionFacts | null, involved: readonly LayerStatement[]): string {
  if (facts === null) return "?";
  const namesSome = involved.some(({ resources }) => resources.items.some(({ pattern }) => pattern !== null));
  if (!namesSome) return "";
  return `${facts.service} ${facts.resources.map(({ type }) => type).join(" ")}`;
}

function byServiceAndLevel(a: AllowedAction, b: AllowedAction): number {
  const order = (one: AllowedAction): readonly [string, number, string] => [
    one.action.slice(0, one.action.indexOf(":")),
    one.accessLevel === "unknown" ? accessLevels.length : accessLevels.indexOf(one.accessLevel),
    one.action,
  ];
  const [serviceA, levelA, nameA] = order(a);
  const [serviceB, levelB, nameB] = order(b);
  if (serviceA !== serviceB) return serviceA < serviceB ? -1 : 1;
  return levelA !== levelB ? levelA - levelB : nameA < nameB ? -1 : nameA > nameB ? 1 : 0;
}

/** Puts the cases' answers together, each grant once. */
class Tally {
  readonly actions: AllowedAction[] = [];
  readonly grants: ActionGrant[] = [];
  readonly #grantPlaces = new Map<string, number>();
  readonly #numbers = new Map<CaseAnswer, readonly number[]>();
  readonly #stopped = new Map<string, { readonly about: StoppedActions; readonly actions: string[] }>();
  readonly #without = new Map<string, { readonly statement: StatementPlace; readonly actions: string[] }>();

  add(action: string, facts: ActionFacts | null, answer: CaseAnswer): void {
    if (answer.grants.length > 0) {
      const accessLevel = facts?.accessLevel ?? "unknown";
      this.actions.push({ action, accessLevel, grants: this.#numbersOf(answer) });
    }
    for (const about of answer.stopped) {
      const kept = this.#stopped.get(keyOf(about)) ?? { about, actions: [] };
      this.#stopped.set(keyOf(about), kept);
      kept.actions.push(action);
    }
    for (const statement of answer.withoutResource) {
      const kept = this.#without.get(keyOf(statement)) ?? { statement, actions: [] };
      this.#without.set(keyOf(statement), kept);
      kept.actions.push(action);
    }
  }

  get stopped(): readonly StoppedActions[] {
    return [...this.#stopped.values()].map(({ about, actions }) => ({ ...about, actions }));
  }

  get withoutResource(): readonly ActionsWithoutResource[] {
    return [...this.#without.values()];
  }

  #numbersOf(answer: CaseAnswer): readonly number[] {
    let numbers = this.#numbers.get(answer);
    if (numbers === undefined) {
      numbers = answer.grants.map((grant) => {
        const key = keyOf(grant);
        const place = this.#grantPlaces.get(key) ?? this.grants.push(grant) - 1;
        this.#grantPlaces.set(key, place);
        return place;
      });
      this.#numbers.set(answer, numbers);
    }
    return numbers;
  }
}

function keyOf(value: object): string {
  return JSON.stringify(value);
}
