/**
 * A policy made ready for many requests. Preparing costs far more than matching, so that a document is prepared once and
 * remembers which of its statements speak of an action that was asked about.
 */
import { splitArn } from "../../model/index.ts";
import type { PolicyDocument } from "../../policy/ast.ts";
import type { NamedPolicy, StatementEvidence } from "../request-question.ts";
import { PreparedStatement } from "./statement-match.ts";

/** Actions remembered for each document; a hostile list of requests could otherwise fill the memory. */
const mostActions = 1000;

export class PreparedPolicy {
  readonly statements: readonly PreparedStatement[];
  readonly #document: PolicyDocument;
  #sessions: readonly string[] | undefined;
  readonly #byAction = new Map<string, readonly PreparedStatement[]>();

  constructor(document: PolicyDocument) {
    this.statements = document.statements.map(
      (statement) => new PreparedStatement(statement, document.version),
    );
    this.#document = document;
  }

  /** ARNs of assumed-role sessions that a Principal element names. */
  get sessions(): readonly string[] {
    this.#sessions ??= namedSessions(this.#document);
    return this.#sessions;
  }

  /** The statements that speak of the action, whose case is folded, and those of which nobody knows. */
  about(foldedAction: string): readonly PreparedStatement[] {
    let found = this.#byAction.get(foldedAction);
    if (found === undefined) {
      found = this.statements.filter((statement) => statement.action(foldedAction) !== false);
      if (this.#byAction.size < mostActions) this.#byAction.set(foldedAction, found);
    }
    return found;
  }
}

export function preparedPolicy(document: PolicyDocument): PreparedPolicy {
  const kept = Kept.of(document);
  if (kept !== null) return kept;
  const prepared = new PreparedPolicy(document);
  new Kept(document, prepared);
  return prepared;
}

class Itself {
  constructor(object: object) {
    // biome-ignore lint/correctness/noConstructorReturn: what extends it keeps its private fields on the object given.
    return object;
  }
}

/**
 * A prepared policy, kept on its document itself as a private field: whoever has the document sees the plain, immutable
 * tree. A WeakMap would do the same, but the garbage collector then keeps every document of a stream of cases for a
 * while: it took 40 % of the time of 100,000 cases without a policy in common.
 */
class Kept extends Itself {
  readonly #prepared: PreparedPolicy;

  constructor(document: PolicyDocument, prepared: PreparedPolicy) {
    super(document);
    this.#prepared = prepared;
  }

  static of(document: object): PreparedPolicy | null {
    return #prepared in document ? document.#prepared : null;
  }
}

function namedSessions({ statements }: PolicyDocument): readonly string[] {
  const found = new Set<string>();
  for (const { principal } of statements) {
    for (const { type, value } of principal?.entries ?? []) {
      if (type === "AWS" && splitArn(value)?.resource.startsWith("assumed-role/") === true) found.add(value);
    }
  }
  return [...found];
}

/** First and last line of a statement in the text that the policy was read from, from 1; without the text, its only line. */
export function statementLines(policy: NamedPolicy, statement: number): StatementEvidence["lines"] {
  const range = policy.document.statements[statement]?.range;
  if (policy.text === undefined || range === undefined) return onlyLine;
  const first = 1 + lineFeeds(policy.text, 0, range.start);
  return [first, first + lineFeeds(policy.text, range.start, range.end)];
}

const onlyLine = [1, 1] as const;

function lineFeeds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}
