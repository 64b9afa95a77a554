/**
 * Requests that AWS knows: for actions that its data lists, on resources that they take. Every listed action lies wholly in
 * or wholly out of a clause's actions, so policies are compared by sets of listed actions that no clause divides, and of each
 * set one action stands for all that take resources of its form.
 */
import { patternMatches, patternsOverlap } from "../../../logic/index.ts";
import { exactly } from "../../../logic/patterns.ts";
import type { Pattern, Region } from "../../../logic/types.ts";
import { splitArn } from "../../../model/index.ts";
import type { ResourceElement } from "../../../policy/ast.ts";
import type { ActionCatalogue, ActionFacts } from "../../action-catalogue.ts";
import { arnPattern, fullName, resourcePattern, takesStar } from "../../action-resources.ts";
import type { RequestToDecide } from "../../request-question.ts";
import { actionPattern, foldAction } from "../action-regions.ts";
import { ownerOf } from "../example-request.ts";
import { exampleActions, type RequestSpace, resourceDimension } from "../request-space.ts";

/** A form of resource, an ARN pattern of the data or `*`, and one of the actions that take it. */
export type Taken = {
  readonly form: string;
  /** The form's service, which need not be the action's; null: any. */
  readonly service: string | null;
  readonly action: string;
};

const made = new WeakMap<ActionCatalogue, KnownActions>();

/** Those that the catalogue lists; the same object for the same catalogue, for what it remembers. */
export function knownActionsOf(catalogue: ActionCatalogue): KnownActions {
  let known = made.get(catalogue);
  if (known === undefined) {
    known = new KnownActions(catalogue);
    made.set(catalogue, known);
  }
  return known;
}

export class KnownActions {
  readonly #catalogue: ActionCatalogue;
  /** What the actions of a whole service take, and all actions: what policies ask for most, and no more than that. */
  readonly #ofServices = new Map<string, readonly Taken[]>();

  constructor(catalogue: ActionCatalogue) {
    this.#catalogue = catalogue;
  }

  /**
   * The listed actions that match one of the texts, which are folded, as texts again: patterns where they are whole, single
   * actions elsewhere.
   */
  undivided(texts: readonly string[], isWhole: (pattern: string) => boolean): Iterable<string> {
    const found = new Set<string>();
    const add = (text: string): void => {
      if (isWild(text) && isWhole(text)) found.add(text);
      else if (text === "*") for (const service of this.#catalogue.services) add(`${service}:*`);
      else for (const facts of this.#catalogue.matching(text)) found.add(foldAction(fullName(facts)));
    };
    for (const text of texts) add(text);
    return found;
  }

  /** What the listed actions that match one of the texts take, as far as the element may speak of it. */
  forms(texts: readonly string[], element: ResourceElement | null): TakenForms {
    return new TakenForms(() => spokenOf(this.#taken(texts, element), element));
  }

  /** Well-known actions come first, then those of the services that the element names: an example is mostly among them. */
  *#taken(texts: readonly string[], element: ResourceElement | null): Generator<Taken> {
    if (texts.length > 1 || texts.some(isWild)) {
      const isAsked = askedBy(texts);
      for (const text of [...exampleActions, ...servicesNamed(element)])
        for (const facts of this.#catalogue.matching(text)) if (isAsked(facts)) yield* takenBy(facts);
    }
    for (const text of texts) yield* this.#takenOf(text);
  }

  /** Each form of the actions that match the text once. */
  #takenOf(text: string): Iterable<Taken> {
    const known = this.#ofServices.get(text);
    if (known !== undefined) return known;
    const seen = new Set<string>();
    const taken: Taken[] = [];
    for (const facts of this.#catalogue.matching(text)) {
      for (const each of takenBy(facts)) {
        if (seen.has(each.form)) continue;
        seen.add(each.form);
        taken.push(each);
      }
    }
    if (isWholeService(text) && taken.length > 0) this.#ofServices.set(text, taken);
    return taken;
  }

  has({ action, resource }: RequestToDecide): boolean {
    return this.#formsOf(action).some((form) => patternMatches(formPattern(form), resource.arn));
  }

  /** The request; where its action does not take its resource, the same about others that it takes. */
  fitting(request: RequestToDecide): readonly RequestToDecide[] {
    if (this.has(request)) return [request];
    return this.#formsOf(request.action).map((form) => onResource(request, exampleOf(form)));
  }

  /** The same about resources that read better; whether it still shows what it should is for others to say. */
  plainer(request: RequestToDecide): readonly RequestToDecide[] {
    const { arn } = request.resource;
    const forms = this.#formsOf(request.action);
    const own = forms.filter((form) => patternMatches(formPattern(form), arn));
    return [...forms.map(exampleOf), ...own.map((form) => withComponents(arn, exampleOf(form)))].map(
      (plain) => onResource(request, plain),
    );
  }

  #formsOf(action: string): readonly string[] {
    const facts = this.#catalogue.action(foldAction(action));
    return facts === null ? [] : formsOf(facts);
  }
}

/** The forms of resources that some actions take. */
export class TakenForms {
  readonly #find: () => Iterable<Taken>;
  #all: readonly Taken[] | null = null;

  constructor(find: () => Iterable<Taken>) {
    this.#find = find;
  }

  /** Null: there is none. */
  first(): Taken | null {
    for (const taken of this.#all ?? this.#find()) return taken;
    return null;
  }

  /** Each form once. */
  all(): readonly Taken[] {
    this.#all ??= [...this.#find()];
    return this.#all;
  }
}

function* spokenOf(taken: Iterable<Taken>, element: ResourceElement | null): Generator<Taken> {
  const speaksOf = formFilter(element);
  const seen = new Set<string>();
  for (const each of taken) {
    if (seen.has(each.form)) continue;
    seen.add(each.form);
    if (speaksOf(each)) yield each;
  }
}

function* takenBy(facts: ActionFacts): Generator<Taken> {
  const action = fullName(facts);
  for (const form of formsOf(facts)) yield { form, service: serviceOf(form), action };
}

/** Whether an action matches one of the texts, most of which are actions or whole services. */
function askedBy(texts: readonly string[]): (facts: ActionFacts) => boolean {
  const listed = new Set(texts);
  const patterns = texts.filter((text) => isWild(text) && !isWholeService(text)).map(actionPattern);
  return (facts) => {
    const folded = foldAction(fullName(facts));
    if (listed.has(folded) || listed.has(`${facts.service}:*`) || listed.has("*")) return true;
    return patterns.some((pattern) => patternMatches(pattern, folded));
  };
}

/** As patterns of their actions. */
function servicesNamed(element: ResourceElement | null): Iterable<string> {
  if (element === null || element.negated) return [];
  const named = element.patterns.map(({ text }) => serviceOf(text));
  return new Set(named.flatMap((service) => (service === null ? [] : `${service}:*`)));
}

/** `s3:*`; also `*`, which is all of them. */
function isWholeService(text: string): boolean {
  return /^([^*?]*:)?\*$/.test(text);
}

function isWild(text: string): boolean {
  return /[*?]/.test(text);
}

export function takes({ form }: Taken, resource: string): boolean {
  return patternMatches(formPattern(form), resource);
}

/** The resources of a form. */
export function formsRegion({ space }: RequestSpace, taken: readonly Taken[]): Region {
  return space.or(...taken.map(({ form }) => space.matches(resourceDimension, formPattern(form))));
}

function formsOf(facts: ActionFacts): readonly string[] {
  const arns = facts.resources.flatMap(({ arnPatterns }) => arnPatterns);
  return takesStar(facts) ? [...arns, "*"] : arns;
}

const star = exactly("*");

function formPattern(form: string): Pattern {
  return form === "*" ? star : arnPattern(form);
}

/** Whether a Resource element may speak of resources of a form; of those it may not, nothing need be asked. */
function formFilter(element: ResourceElement | null): (taken: Taken) => boolean {
  if (element === null || element.negated) return () => true;
  const patterns = element.patterns.map(({ text }) => ({
    service: serviceOf(text),
    pattern: resourcePattern(text),
  }));
  const isClear = patterns.length > 0 && patterns.every(({ pattern }) => pattern !== null);
  return ({ form, service }) => {
    if (!isClear) return true;
    // Only what has no colon can match it, or a variable.
    if (form === "*") return element.patterns.some(({ text }) => !text.includes(":") || text.includes("$"));
    return patterns.some(
      (each) =>
        each.pattern !== null &&
        // Most are told apart by their services, for a hundredth of the work.
        (each.service === service || each.service === null || service === null) &&
        patternsOverlap(arnPattern(form), each.pattern),
    );
  };
}

/** The third component of an ARN; null where there is none, as in `*`, or it is not plain. */
function serviceOf(text: string): string | null {
  return /^[^:$]*:[^:$]*:([a-z0-9-]+):/.exec(text)?.[1] ?? null;
}

/** A resource of the form, as documentation would name one. */
function exampleOf(form: string): string {
  const parts = splitArn(form);
  if (parts === null) return form;
  const { partition, service, region, account, resource } = parts;
  const filled = [
    [partition, "aws"],
    [service, "example"],
    [region, "us-east-1"],
    [account, "111122223333"],
    [resource, "example"],
  ];
  return ["arn", ...filled.map(([text = "", name = ""]) => text.replaceAll("*", name))].join(":");
}

/** The ARN with the other one's components where it has none. */
function withComponents(arn: string, other: string): string {
  const [parts, usual] = [splitArn(arn), splitArn(other)];
  if (parts === null || usual === null) return arn;
  const { partition, service, region, account, resource } = parts;
  const filled = [partition || usual.partition, service, region || usual.region, account || usual.account];
  return ["arn", ...filled, resource].join(":");
}

function onResource(request: RequestToDecide, arn: string): RequestToDecide {
  return { ...request, resource: { arn, account: ownerOf(arn, request.principal) } };
}
