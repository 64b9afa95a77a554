/**
 * Whether a principal may do what another may not, by their identity policies: something sensitive
 * (`capability-table.ts`), or something that is more than looking. What the other only surely may counts for it, and
 * everything that the one perhaps may, so that no difference is missed.
 */
import { capabilityTable } from "../authz/capability/capability-table.ts";
import { layersOf, type PrincipalLayers } from "../authz/what-can/layers.ts";
import { ParsedPolicies } from "../authz/what-can/parsed-policies.ts";
import { glob, patternMatches, patternsOverlap, patternWithin } from "../logic/index.ts";
import type { Snapshot } from "../model/index.ts";
import type { PolicyDocument, Statement } from "../policy/ast.ts";

/** What the one may and the other may not; `unread`: some policy is not known, and may make it so. */
export type More =
  | { readonly kind: "action"; readonly action: string; readonly capability: string | null }
  | { readonly kind: "account"; readonly account: string }
  | { readonly kind: "unread" };

/** Something that a statement allows; `action` may be a pattern. */
type Wish = {
  readonly action: string;
  /** As people read it: "It …"; null: no sensitive one. */
  readonly capability: string | null;
  readonly resources: readonly string[];
};

/** Actions that only look, and those by which a principal leads on, which the way itself tells. */
const harmless = /^(?:[\w-]+:(?:BatchGet|Check|Describe|Get|Head|List|Lookup|Search|View)|sts:)/i;

/** What shows an administrator is not sensitive by itself; what takes more than the action is more than looking all the same. */
const sensitive = capabilityTable
  .filter(({ capability }) => capability !== "administrator")
  .flatMap(({ title, givenBy }) =>
    givenBy
      .filter(({ effective, passesRoleTo }) => effective === undefined && passesRoleTo === undefined)
      .flatMap(({ actions }) => actions.map((action) => ({ action, title }))),
  );

export class MoreThanOwn {
  readonly #snapshot: Snapshot;
  readonly #parsed: ParsedPolicies;
  readonly #wishes = new WeakMap<PolicyDocument, readonly Wish[]>();
  readonly #layers = new Map<string, PrincipalLayers | null>();
  readonly #covered = new WeakMap<PrincipalLayers, Map<string, boolean>>();

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    this.#parsed = new ParsedPolicies(snapshot.documents);
  }

  /** ARNs of roles or users. Null: `one` may do nothing that matters beyond what `own` may. */
  more(one: string, own: string): More | null {
    const theirs = this.#layersOf(one);
    const ours = this.#layersOf(own);
    if (theirs === null || ours === null) return { kind: "unread" };
    const wishes = theirs.identity.flatMap(({ document }) => this.#wishesOf(document));
    if (
      theirs.account !== ours.account &&
      theirs.identity.some(({ document }) => allowsOf(document).length > 0)
    )
      return { kind: "account", account: theirs.account };
    const beyond = wishes.filter(({ action, resources }) =>
      resources.some((resource) => !this.#isCovered(ours, action, resource)),
    );
    const told = beyond.find(({ capability }) => capability !== null) ?? beyond[0];
    if (told !== undefined) return { kind: "action", action: told.action, capability: told.capability };
    return theirs.unread.identity.length > 0 ? { kind: "unread" } : null;
  }

  #layersOf(arn: string): PrincipalLayers | null {
    let layers = this.#layers.get(arn);
    if (layers === undefined) {
      layers = layersOf(this.#snapshot, arn, this.#parsed);
      this.#layers.set(arn, layers);
    }
    return layers;
  }

  #wishesOf(document: PolicyDocument): readonly Wish[] {
    let wishes = this.#wishes.get(document);
    if (wishes === undefined) {
      wishes = allowsOf(document).flatMap(wishesOf);
      this.#wishes.set(document, wishes);
    }
    return wishes;
  }

  #isCovered(layers: PrincipalLayers, action: string, resource: string): boolean {
    const known = this.#covered.get(layers) ?? new Map<string, boolean>();
    this.#covered.set(layers, known);
    const key = `${action} ${resource}`;
    let covered = known.get(key);
    if (covered === undefined) {
      const { identity, boundary, unread } = layers;
      const own = identity.map(({ document }) => document);
      covered =
        unread.identity.length === 0 &&
        unread.boundary.length === 0 &&
        surelyAllow(own, action, resource) &&
        (boundary === null || surelyAllow([boundary.document], action, resource));
      known.set(key, covered);
    }
    return covered;
  }
}

function allowsOf({ statements }: PolicyDocument): readonly Statement[] {
  return statements.filter(({ effect }) => effect === "Allow");
}

function wishesOf({ action, resource }: Statement): readonly Wish[] {
  const resources =
    resource === null || resource.negated
      ? ["*"]
      : resource.patterns.map(({ text }) => text.replaceAll(/\$\{[^}]*\}/g, "*"));
  const texts = action.patterns.map(({ text }) => text);
  const isNamed = (name: string): boolean => texts.some((text) => patternMatches(glob(text, true), name));
  const named = sensitive.filter((one) => isNamed(one.action) !== action.negated);
  const others = action.negated ? ["*"] : texts.filter((text) => !harmless.test(text));
  return [
    ...named.map((one) => ({ action: one.action, capability: one.title, resources })),
    ...others.map((text) => ({ action: text, capability: null, resources })),
  ];
}

/** One statement alone allows it whatever the request brings, and none may deny it. */
function surelyAllow(documents: readonly PolicyDocument[], action: string, resource: string): boolean {
  const wanted = glob(action, true);
  const statements = documents.flatMap((document) => document.statements);
  const mayDeny = statements.some(
    (one) =>
      one.effect === "Deny" &&
      (one.action.negated ||
        one.action.patterns.some(({ text }) => patternsOverlap(glob(text, true), wanted))),
  );
  if (mayDeny) return false;
  return statements.some(
    (one) =>
      one.effect === "Allow" &&
      one.exact &&
      one.conditions.length === 0 &&
      !one.action.negated &&
      one.resource?.negated === false &&
      one.action.patterns.some(({ text }) => isWithin(action, text, true)) &&
      one.resource.patterns.some(({ text }) => !text.includes("${") && isWithin(resource, text, false)),
  );
}

function isWithin(a: string, b: string, ignoreCase: boolean): boolean {
  if (a === b || b === "*") return true;
  const answer = patternWithin(glob(a, ignoreCase), glob(b, ignoreCase));
  return answer.kind === "exact" && answer.value;
}
