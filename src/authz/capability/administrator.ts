/**
 * Whether a principal is administrator, by meaning: its identity policies together allow every request, and its boundary
 * does too. No name of a policy decides. SCPs are no part of it: an administrator can do whatever they leave.
 *
 * In: parsed policies. Out: a proof, a request that is missing, or why neither can be had. Asked of hundreds of thousands
 * of roles, so what is plain is told without the algebra (`everything.ts`), and the rest once for the same documents.
 */
import type { PolicyDocument } from "../../policy/ast.ts";
import type { ActionCatalogue } from "../action-catalogue.ts";
import { fullName } from "../action-resources.ts";
import type { RequestToDecide } from "../request-question.ts";
import { findAllowedOnlyBy } from "../symbolic/index.ts";
import { everything, everythingStatement, isPlainlyEverything, plainlyMissing } from "./everything.ts";
import { joinedPolicies } from "./joined-policies.ts";
import { withoutUnlisted } from "./unlisted.ts";

export type AdministratorQuestion = {
  /** Inline, managed and group policies. */
  readonly identity: readonly PolicyDocument[];
  /** Null: it has none. */
  readonly boundary: PolicyDocument | null;
  /** Policies whose text is not known, a sentence each. */
  readonly missing?: { readonly identity: readonly string[]; readonly boundary: readonly string[] };
};

export type Administrator =
  /** `unlisted`: actions that it lacks and that AWS does not list, as its policies write them; mostly none. */
  | { readonly kind: "administrator"; readonly unlisted: readonly string[] }
  /** `example`: a request that the layer does not allow; whose resource and account are an example's, where any would do. */
  | { readonly kind: "not"; readonly layer: "identity" | "boundary"; readonly example: RequestToDecide }
  | { readonly kind: "unknown"; readonly reasons: readonly string[] };

type LayerAnswer =
  | { readonly kind: "everything"; readonly unlisted: readonly string[] }
  | { readonly kind: "missing"; readonly example: RequestToDecide }
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
  return ({ identity, boundary, missing }) => {
    const own = memory.ask(identity, missing?.identity ?? []);
    if (own.kind === "missing") return { kind: "not", layer: "identity", example: own.example };
    const limits = boundary === null ? [] : [boundary];
    const unread = missing?.boundary ?? [];
    const isFree = boundary === null && unread.length === 0;
    const limit: LayerAnswer = isFree ? { kind: "everything", unlisted: [] } : memory.ask(limits, unread);
    if (limit.kind === "missing") return { kind: "not", layer: "boundary", example: limit.example };
    const reasons = [own, limit].flatMap((one) => (one.kind === "unknown" ? one.reasons : []));
    if (reasons.length > 0) return { kind: "unknown", reasons: [...new Set(reasons)] };
    const unlisted = [own, limit].flatMap((one) => (one.kind === "everything" ? one.unlisted : []));
    return { kind: "administrator", unlisted: [...new Set(unlisted)] };
  };
}

class Memory {
  readonly #catalogue: ActionCatalogue | null;
  readonly #numbers = new WeakMap<PolicyDocument, number>();
  readonly #answers = new Map<string, LayerAnswer>();
  #count = 0;

  constructor(catalogue: ActionCatalogue | null) {
    this.#catalogue = catalogue;
  }

  ask(documents: readonly PolicyDocument[], missing: readonly string[]): LayerAnswer {
    if (missing.length > 0) return this.#askDenied(documents, missing);
    const plain = plainlyMissing(documents);
    if (plain !== null) return { kind: "missing", example: plain };
    if (isPlainlyEverything(documents)) return { kind: "everything", unlisted: [] };
    return this.#once("", documents, () => compared(joinedPolicies(documents), this.#catalogue));
  }

  /** A policy that was not read may allow what is missing; what the others deny, it cannot give back. */
  #askDenied(documents: readonly PolicyDocument[], missing: readonly string[]): LayerAnswer {
    const unknown: LayerAnswer = { kind: "unknown", reasons: missing };
    const denying = documents.filter(({ statements }) => statements.some(({ effect }) => effect === "Deny"));
    if (denying.length === 0) return unknown;
    const answer = this.#once("denied by", denying, () => {
      const { version, statements, ...rest } = joinedPolicies(denying);
      const widest = {
        ...rest,
        version,
        statements: [...statements, { ...everythingStatement, index: statements.length }],
      };
      return compared(widest, this.#catalogue);
    });
    return answer.kind === "missing" ? answer : unknown;
  }

  #once(question: string, documents: readonly PolicyDocument[], answer: () => LayerAnswer): LayerAnswer {
    const numbers = documents.map((document) => this.#numberOf(document)).sort((a, b) => a - b);
    const key = `${question} ${numbers.join(" ")}`;
    let known = this.#answers.get(key);
    if (known === undefined) {
      known = answer();
      this.#answers.set(key, known);
    }
    return known;
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

function compared(document: PolicyDocument, catalogue: ActionCatalogue | null): LayerAnswer {
  const first = answerOf(document);
  if (first.kind !== "missing" || catalogue === null) return first;
  const facts = catalogue.action(first.example.action);
  if (facts !== null) return { ...first, example: { ...first.example, action: fullName(facts) } };
  const { document: listed, left } = withoutUnlisted(document, catalogue);
  if (left.length === 0) return first;
  const second = compared(listed, catalogue);
  return second.kind === "everything" ? { kind: "everything", unlisted: left } : second;
}

function answerOf(document: PolicyDocument): LayerAnswer {
  const found = findAllowedOnlyBy(everything, document, "identity");
  switch (found.kind) {
    case "none":
      return { kind: "everything", unlisted: [] };
    case "example":
      return { kind: "missing", example: found.request };
    case "doubt":
      return { kind: "unknown", reasons: found.reasons };
  }
}
