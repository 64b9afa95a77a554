/** A trust policy made ready for questions, once for all the roles and accounts that share it. */
import { ownAccount } from "../../model/index.ts";
import type { PolicyDocument, Statement } from "../../policy/ast.ts";
import { type ActionLens, assumeLens } from "../action-lens.ts";
import { type Test, testOf } from "../conditions/test.ts";
import { variableNames } from "../conditions/texts.ts";
import type { ResourceControls } from "../controls/resource-controls.ts";
import type { OrganizationView } from "../types.ts";
import type { CompiledStatement } from "./compiled-statement.ts";
import type { KeptAnswer } from "./drafts.ts";
import { namedPrincipal } from "./principals.ts";

export type CompiledTrust = {
  readonly document: PolicyDocument;
  readonly allows: readonly CompiledStatement[];
  readonly denies: readonly CompiledStatement[];
  /** Whether the answer depends on the role's tags. */
  readonly readsResourceTags: boolean;
  /** Whether it depends on where the owner stands in the organization. */
  readonly readsOrganization: boolean;
  /** Whether a wildcard could match a part of an account id, or it is compared as a number, so that the id itself counts. */
  readonly readsOwnerDigits: boolean;
  /** Whether the owner's account stands in it, or its id is asked about. */
  readonly namesOwner: boolean;
  /** Answers by world, for one view of the organization at a time; filled by `trustGrants`. */
  readonly memo: {
    view: OrganizationView | null;
    /** The last world and its answer; almost always the only one. */
    world: string;
    answer: KeptAnswer | null;
    others: Map<string, KeptAnswer> | null;
  };
  /** The actions of all Allow statements; see {@link CompiledStatement}. */
  readonly allowedActions: number;
  readonly deniedActions: number;
  /** RCPs whose statements are among `denies`; null: none. */
  readonly controls: ResourceControls | null;
};

/**
 * `document` has the owner's account id replaced by {@link ownAccount}, so that one compilation serves every owner.
 */
export function compileTrust(document: PolicyDocument): CompiledTrust {
  const allows: CompiledStatement[] = [];
  const denies: CompiledStatement[] = [];
  for (const statement of document.statements) {
    const compiled = compileStatement(statement, document.version);
    (statement.effect === "Allow" ? allows : denies).push(compiled);
  }
  return compiledOf(document, allows, denies, null);
}

/** Of statements that are compiled already; `controls`: RCPs, whose statements are among the denials. */
export function compiledOf(
  document: PolicyDocument,
  allows: readonly CompiledStatement[],
  denies: readonly CompiledStatement[],
  controls: ResourceControls | null,
): CompiledTrust {
  let names = false;
  let readsResourceTags = false;
  let readsOrganization = false;
  let readsOwnerDigits = false;
  let readsOwnerAsNumber = false;
  for (const compiled of [...allows, ...denies]) {
    for (const { text } of compiled.principals) if (text.includes(ownAccount)) names = true;
    for (const test of compiled.tests) {
      for (const name of test.variables ? keysOf(test) : [test.name]) {
        if (name.includes("resourcetag/")) readsResourceTags = true;
        if (name.includes("org")) readsOrganization = true;
        if (name === "aws:resourceaccount") names = true;
      }
      if (/account$/.test(test.name) && !readsText(test)) readsOwnerAsNumber = true;
      for (const value of test.values) {
        if (value.includes(ownAccount)) names = true;
        if (test.operation.wildcards && wildcardTouchesDigits(value)) readsOwnerDigits = true;
      }
    }
  }
  return {
    document,
    allows,
    denies,
    readsResourceTags,
    readsOrganization,
    readsOwnerDigits: readsOwnerAsNumber || (readsOwnerDigits && names),
    namesOwner: names,
    memo: { view: null, world: "", answer: null, others: null },
    allowedActions: allActions(allows),
    deniedActions: allActions(denies),
    controls,
  };
}

const derived = new WeakMap<CompiledTrust, Map<string, CompiledTrust>>();

/** The trust policy within RCPs. */
export function withControls(compiled: CompiledTrust, controls: ResourceControls): CompiledTrust {
  if (controls.key === "") return compiled;
  let byKey = derived.get(compiled);
  if (byKey === undefined) {
    byKey = new Map();
    derived.set(compiled, byKey);
  }
  let within = byKey.get(controls.key);
  if (within === undefined) {
    within = compiledOf(
      compiled.document,
      compiled.allows,
      [...compiled.denies, ...controls.denies],
      controls,
    );
    byKey.set(controls.key, within);
  }
  return within;
}

/** The same with the owner's real id in place of `ownAccount`; `document` as the owner has it. */
export function compileForOwner(document: PolicyDocument, controls: ResourceControls | null): CompiledTrust {
  const own = compileTrust(document);
  return controls === null
    ? own
    : compiledOf(document, own.allows, [...own.denies, ...controls.absoluteDenies], controls);
}

function allActions(statements: readonly CompiledStatement[]): number {
  let bits = 0;
  for (const { actions } of statements) bits |= actions;
  return bits;
}

function keysOf(test: Test): readonly string[] {
  return [test.name, ...test.values.flatMap(variableNames)];
}

/** A `?`, or a star beside a digit: such a pattern could match the owner's id and not {@link ownAccount}, or the reverse. */
function wildcardTouchesDigits(value: string): boolean {
  return value.includes("?") || /\d\*|\*\d/.test(value);
}

/** All but these read an account's id as something else, which {@link ownAccount} is not. */
function readsText({ operation: { family } }: Test): boolean {
  return family === "text" || family === "arn" || family === "null";
}

/** One statement of a resource's policy, a role's trust policy among them. */
export function compileStatement(
  statement: Statement,
  version: string,
  lens: ActionLens = assumeLens,
): CompiledStatement {
  const label = `statement ${statement.index + 1}`;
  const tests: Test[] = [];
  const doubts: string[] = [];
  for (const condition of statement.conditions) {
    if (condition.kind === "test") tests.push(testOf(condition, version, lens));
    else doubts.push(`${label} has a condition that is not understood: ${condition.reason}`);
  }
  if (!statement.exact) {
    doubts.push(`${label} is not well-formed, and is taken in its widest plausible reading`);
  }
  const element = statement.principal;
  if (element === null) doubts.push(`${label} names no principal`);
  if (element?.negated === true && statement.effect === "Allow") {
    doubts.push(`${label} allows by NotPrincipal, which AWS does not accept in trust policies`);
  }
  return {
    index: statement.index,
    label,
    effect: statement.effect,
    actions: lens.bits(statement.action),
    principals:
      element === null
        ? [{ kind: "anyone", text: "*", awsOnly: false }]
        : element.entries.map(namedPrincipal),
    principalsNegated: element?.negated ?? false,
    tests,
    doubts,
  };
}
