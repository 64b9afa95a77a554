/**
 * What SCPs leave of a single Allow statement (IAM-SEMANTICS 5): every level along the account's path has to allow, and
 * nothing may deny. Only what is certain is said to be left nothing of: whatever nobody knows, and whatever would take too
 * much work, counts as left.
 */

import type { Pattern, Region } from "../../logic/types.ts";
import type { Condition, PolicyDocument, ResourceElement, Statement } from "../../policy/ast.ts";
import { allowOfAll, policyOf } from "../everything.ts";
import {
  type ControlLimit,
  deniesOf,
  isAbout,
  levelOf,
  type NumberedPolicy,
  statementsOf,
  takingMore,
  type Versioned,
} from "./control-limits.ts";
import { actionDimension, type RequestSpace, requestSpace, resourceDimension } from "./request-space.ts";
import { statementRegion } from "./statement-regions.ts";

/** `all`: of whoever may have the statement, some request is left. `some`: of those whose ARN says yes. */
export type Left =
  | { readonly kind: "all" }
  | { readonly kind: "none" }
  | { readonly kind: "some"; readonly of: (arn: string) => boolean };

const all: Left = { kind: "all" };
const none: Left = { kind: "none" };
export class UnderControls {
  readonly limits: readonly ControlLimit[];
  readonly #given: ReadonlyMap<string, readonly string[]>;
  readonly #leaves = new Map<string, boolean>();

  /**
   * `levels`: what is attached to the root, to each unit, to the account. A level that is not known as a whole is left
   * out, its Deny statements are not (`denies`). `organizationId`: whose principals these are.
   */
  constructor(
    levels: readonly (readonly NumberedPolicy[])[],
    denying: readonly NumberedPolicy[],
    organizationId: string,
  ) {
    this.limits = [...denying.flatMap(deniesOf), ...levels.flatMap(levelOf)];
    // Of every request that a role or a user of a member account makes.
    this.#given = new Map([
      ["aws:principalisawsservice", ["false"]],
      ["aws:principalservicename", []],
      ["aws:principalservicenameslist", []],
      ["aws:principalorgid", [organizationId]],
    ]);
  }

  /**
   * Whether some request for the action (or of the pattern) is surely left of a statement on these resources under these
   * conditions, whoever has it. Denials are taken for wider than they are, so that no is no answer. `resource`: null for any.
   */
  surelyLeaves(
    action: string,
    resource: ResourceElement | null,
    conditions: readonly Condition[],
    version: PolicyDocument["version"],
  ): boolean {
    const about = this.limits.filter((limit) => isAbout(limit, action, resource));
    if (about.length === 0) return true;
    // Conditions on what no limit asks for make no difference, where they hold at all.
    const keys = conditions.length === 0 ? null : keysOf(about);
    const asked = conditions.filter(
      (one) => one.kind === "unknown" || keys?.has(one.key.toLowerCase()) === true,
    );
    const numbers = about.map((limit) => this.limits.indexOf(limit)).join(" ");
    const key = `${action} ${numbers} ${asked.length === 0 ? "" : JSON.stringify([version, asked.map(withoutRange)])}`;
    let leaves = this.#leaves.get(key);
    if (leaves === undefined) {
      leaves = this.#leavesWhateverResource({ statement: grantOf(action, asked), version }, about);
      this.#leaves.set(key, leaves);
    }
    return leaves;
  }

  /** What is left of the statement by these limits. */
  left(grant: Versioned, limits: readonly ControlLimit[] = this.limits): Left {
    const { action, resource } = grant.statement;
    const about = action.negated
      ? limits
      : limits.filter((limit) => action.patterns.some(({ text }) => isAbout(limit, text, resource)));
    const { requests, region } = this.#region(grant, about);
    const { space } = requests;
    const empty = space.isEmpty(region);
    if (empty.kind === "capped") return all;
    if (empty.value) return none;
    if (!requests.dimensions().includes(callerDimension)) return all;
    const projected = ofCallers(requests, region);
    if (projected === null) return all;
    return {
      kind: "some",
      of: (arn) => space.contains(projected, new Map([[callerDimension, { kind: "text", text: arn }]])),
    };
  }

  /** Whether the statement allows anything where nothing limits it. */
  allowsSomething(grant: Versioned): boolean {
    return this.left(grant, []).kind !== "none";
  }

  #region(grant: Versioned, limits: readonly ControlLimit[]): { requests: RequestSpace; region: Region } {
    const documents = [grant, ...limits.flatMap(statementsOf)].map(({ statement, version }) => ({
      ...policyOf([statement]),
      version,
    }));
    const requests = requestSpace(documents, { withPrincipal: false, given: this.#given });
    const { space } = requests;
    const regionOf = ({ statement, version }: Versioned): Region =>
      statementRegion(requests, statement, version);
    const parts = limits.map((limit) =>
      limit.kind === "deny" ? space.not(regionOf(limit)) : space.or(...limit.allows.map(regionOf)),
    );
    return { requests, region: space.and(requests.universe, regionOf(grant), ...parts) };
  }

  #leavesWhateverResource(grant: Versioned, about: readonly ControlLimit[]): boolean {
    const { requests, region } = this.#region(grant, about.map(takingMore));
    const projected = ofCallers(requests, region);
    if (projected === null) return false;
    const { space } = requests;
    const callers = requests.dimensions().includes(callerDimension)
      ? space.or(...callerArns.map((one) => space.matches(callerDimension, one)))
      : space.everything;
    const missed = space.isEmpty(space.minus(callers, projected));
    return missed.kind === "exact" && missed.value;
  }
}

/** The account follows from it. */
const callerDimension = "aws:principalarn";
const callerArns = ["role", "user"].map(callerArn);

/** No part of such an ARN holds a colon, so that it can't end like another. */
function callerArn(kind: string): Pattern {
  const part = { kind: "many", except: ":" } as const;
  const text = (value: string) => ({ kind: "text", text: value }) as const;
  return {
    elements: [text("arn:"), part, text(":iam::"), part, text(`:${kind}/`), part],
    ignoreCase: false,
  };
}

/** Null: it would take too much work. */
function ofCallers(requests: RequestSpace, region: Region): Region | null {
  const away = [actionDimension, resourceDimension, ...requests.dimensions(), ...requests.facts.keys()];
  const projected = requests.space.project(
    region,
    away.filter((name) => name !== callerDimension),
  );
  return projected.kind === "exact" ? projected.value : null;
}

function grantOf(action: string, conditions: readonly Condition[]): Statement {
  const patterns = [{ text: action, range: { start: 0, end: 0 } }];
  return { ...allowOfAll("*"), action: { negated: false, patterns }, conditions };
}

function keysOf(limits: readonly ControlLimit[]): ReadonlySet<string> {
  const conditions = limits.flatMap(statementsOf).flatMap(({ statement }) => statement.conditions);
  return new Set(conditions.flatMap((one) => (one.kind === "test" ? [one.key.toLowerCase()] : [])));
}

function withoutRange(condition: Condition): unknown {
  return condition.kind === "unknown"
    ? condition.text
    : [
        condition.operator,
        condition.quantifier,
        condition.ifExists,
        condition.key,
        condition.values.map(({ text }) => text),
      ];
}
