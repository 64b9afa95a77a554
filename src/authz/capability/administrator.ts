/**
 * Whether a principal is administrator, by meaning: its identity policies together allow every request that SCPs leave, and
 * its boundary does too. No name of a policy decides.
 *
 * In: parsed policies. Out: a proof, a request that is missing, or why neither can be had. Asked of hundreds of thousands
 * of roles, so what is plain is told without the algebra (`at-a-glance.ts`), and the rest once for the same documents.
 */
import { isAccountId, splitArn } from "../../model/index.ts";
import type { PolicyDocument } from "../../policy/ast.ts";
import type { ActionCatalogue } from "../action-catalogue.ts";
import type { Lookup } from "../conditions/values.ts";
import { allowOfAll, policyOf } from "../everything.ts";
import type { RequestToDecide } from "../request-question.ts";
import { isPlainlyEverything, plainlyMissing, requestFor } from "./at-a-glance.ts";
import { compareWithEverything, type LayerAnswer } from "./compare-with-everything.ts";
import { forPrincipal } from "./for-principal.ts";
import { joinedPolicies } from "./joined-policies.ts";
import { type ControlDocuments, requestLeft } from "./left-by-controls.ts";

export type AdministratorQuestion = {
  /** Inline, managed and group policies. */
  readonly identity: readonly PolicyDocument[];
  /** Null: it has none. */
  readonly boundary: PolicyDocument | null;
  /** Policies whose text is not known, a sentence each. */
  readonly missing?: { readonly identity: readonly string[]; readonly boundary: readonly string[] };
  /** Without it the question is about any principal, all accounts' resources, and no SCPs: an administrator is one of each. */
  readonly principal?: QuestionedPrincipal;
};

export type QuestionedPrincipal = {
  readonly partition: string;
  readonly account: string;
  /** What its requests bring for sure. */
  readonly lookup: Lookup;
  /** SCPs along its account's path; empty where none apply. */
  readonly controls: ControlDocuments;
};

export type Administrator =
  /** `unlisted`: actions that it lacks and that AWS does not list, as its policies write them; mostly none. */
  | { readonly kind: "administrator"; readonly unlisted: readonly string[] }
  /** `example`: a request that the layer does not allow; its principal and its account are an example's. */
  | { readonly kind: "not"; readonly layer: "identity" | "boundary"; readonly example: RequestToDecide }
  | { readonly kind: "unknown"; readonly reasons: readonly string[] };

/** Of one principal; for many, make a judge, which remembers. */
export function administratorBy(
  question: AdministratorQuestion,
  catalogue: ActionCatalogue | null = null,
): Administrator {
  return administratorJudge(catalogue)(question);
}

/**
 * Answers for many principals. The same document has to be the same object, for what is known of it to be found again.
 * Without `catalogue`, an action that AWS does not list counts like any other.
 */
export function administratorJudge(
  catalogue: ActionCatalogue | null,
): (question: AdministratorQuestion) => Administrator {
  const memory = new Memory(catalogue);
  return ({ identity, boundary, missing, principal = null }) => {
    const exampleOf = (example: RequestToDecide): RequestToDecide => ownExample(example, principal);
    const own = memory.ask(identity, missing?.identity ?? [], principal);
    if (own.kind === "missing") return { kind: "not", layer: "identity", example: exampleOf(own.example) };
    const unread = missing?.boundary ?? [];
    const isFree = boundary === null && unread.length === 0;
    const limit: LayerAnswer = isFree
      ? { kind: "everything", unlisted: [] }
      : memory.ask(boundary === null ? [] : [boundary], unread, principal);
    if (limit.kind === "missing")
      return { kind: "not", layer: "boundary", example: exampleOf(limit.example) };
    const reasons = [own, limit].flatMap((one) => (one.kind === "unknown" ? one.reasons : []));
    if (reasons.length > 0) return { kind: "unknown", reasons: [...new Set(reasons)] };
    const unlisted = [own, limit].flatMap((one) => (one.kind === "everything" ? one.unlisted : []));
    return { kind: "administrator", unlisted: [...new Set(unlisted)] };
  };
}

/** What is known of sets of documents. */
class Memory {
  readonly #catalogue: ActionCatalogue | null;
  readonly #numbers = new WeakMap<PolicyDocument, number>();
  readonly #answers = new Map<string, LayerAnswer>();
  readonly #leaves = new Map<string, RequestToDecide | null>();
  #count = 0;

  constructor(catalogue: ActionCatalogue | null) {
    this.#catalogue = catalogue;
  }

  ask(
    documents: readonly PolicyDocument[],
    missing: readonly string[],
    principal: QuestionedPrincipal | null,
  ): LayerAnswer {
    if (missing.length > 0) return this.#askDenied(documents, missing, principal);
    const plain = plainlyMissing(documents, (action) => this.#left(action, principal));
    if (plain !== null) return { kind: "missing", example: plain };
    if (isPlainlyEverything(documents)) return { kind: "everything", unlisted: [] };
    return this.#compare(documents, principal);
  }

  /** A policy that was not read may allow what is missing; what the others deny, it cannot give back. */
  #askDenied(
    documents: readonly PolicyDocument[],
    missing: readonly string[],
    principal: QuestionedPrincipal | null,
  ): LayerAnswer {
    const unknown: LayerAnswer = { kind: "unknown", reasons: missing };
    const denying = documents.filter(({ statements }) => statements.some(({ effect }) => effect === "Deny"));
    if (denying.length === 0) return unknown;
    const answer = this.#compare([...denying, everything], principal);
    return answer.kind === "missing" ? answer : unknown;
  }

  #compare(documents: readonly PolicyDocument[], principal: QuestionedPrincipal | null): LayerAnswer {
    const own =
      principal === null ? documents : documents.map((document) => forPrincipal(document, principal.lookup));
    const controls = principal === null ? [] : controlsFor(principal);
    const owner = principal === null ? null : { partition: principal.partition, account: principal.account };
    const key = [this.#key(own), owner?.account, ...controls.map((level) => this.#key(level))].join("|");
    let known = this.#answers.get(key);
    if (known === undefined) {
      known = compareWithEverything(joinedPolicies(own), { controls, owner, catalogue: this.#catalogue });
      this.#answers.set(key, known);
    }
    return known;
  }

  #left(action: string, principal: QuestionedPrincipal | null): RequestToDecide | null {
    if (principal === null || principal.controls.length === 0) return requestFor(action);
    const controls = controlsFor(principal);
    const key = [action, ...controls.map((level) => this.#key(level))].join("|");
    let known = this.#leaves.get(key);
    if (known === undefined) {
      known = requestLeft(controls, action);
      this.#leaves.set(key, known);
    }
    return known;
  }

  /** Equal for the same documents in any order. */
  #key(documents: readonly PolicyDocument[]): string {
    const numbers = documents.map((document) => this.#numberOf(document));
    return numbers.sort((a, b) => a - b).join(" ");
  }

  #numberOf(document: PolicyDocument): number {
    let number = this.#numbers.get(document);
    if (number === undefined) {
      number = this.#count++;
      this.#numbers.set(document, number);
    }
    return number;
  }
}

const everything = policyOf([allowOfAll("*")]);

/** A resource whose ARN names no account is one of the principal's. */
function ownExample(example: RequestToDecide, principal: QuestionedPrincipal | null): RequestToDecide {
  const { arn } = example.resource;
  if (principal === null || isAccountId(splitArn(arn)?.account ?? "")) return example;
  return { ...example, resource: { arn, account: principal.account } };
}

function controlsFor({ controls, lookup }: QuestionedPrincipal): ControlDocuments {
  return controls.map((level) => level.map((document) => forPrincipal(document, lookup)));
}
