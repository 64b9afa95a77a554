/** Policies read once by their text, however many cases have them. */
import type { NamedPolicy } from "../../authz/request-question.ts";
import { err, ok, type Result } from "../../model/index.ts";
import {
  decodePolicyText,
  lineAndColumn,
  type PolicyDocument,
  type PolicyIssue,
  type PolicyKind,
  parsePolicy,
} from "../../policy/index.ts";
import type { CaseFault } from "./fault.ts";
import { SeenTexts } from "./seen-texts.ts";
import { Outline, type Piece } from "./skim.ts";

type ReadPolicy = Result<{ readonly document: PolicyDocument; readonly text: string }, CaseFault>;

/** Texts remembered for each kind. Few policies are asked about often, and a list of cases may be endless. */
const mostTexts = 5000;

type KeptPolicy = { readonly source: string; readonly policy: ReadPolicy };

export class PolicyStore {
  readonly #seen = new SeenTexts();
  readonly #byKind = new Map<PolicyKind, Map<number, KeptPolicy>>();
  readonly #outline = new Outline();

  /** A policy that AWS would not have accepted is a fault. */
  read(name: string, text: string, kind: PolicyKind): Result<NamedPolicy, CaseFault> {
    return this.readPiece(name, this.#outline, this.#outline.take(text), kind);
  }

  /** As {@link read}, of a part of a text. */
  readPiece(name: string, outline: Outline, piece: Piece, kind: PolicyKind): Result<NamedPolicy, CaseFault> {
    const policy = this.#policy(outline, piece, kind);
    return policy.ok ? ok({ name, ...policy.value }) : policy;
  }

  #policy(outline: Outline, piece: Piece, kind: PolicyKind): ReadPolicy {
    let policies = this.#byKind.get(kind);
    if (policies === undefined) {
      policies = new Map();
      this.#byKind.set(kind, policies);
    }
    const print = outline.fingerprint(piece);
    const source = outline.slice(piece);
    const known = policies.get(print);
    if (known !== undefined && known.source === source) return known.policy;
    const policy = readPolicy(source, kind);
    if (this.#seen.isRepeated(print)) {
      if (policies.size >= mostTexts) policies.clear();
      policies.set(print, { source, policy });
    }
    return policy;
  }
}

function readPolicy(source: string, kind: PolicyKind): ReadPolicy {
  const text = decodePolicyText(source);
  const parsed = parsePolicy(text, { kind });
  if (!parsed.ok) {
    const { message, advice, offset } = parsed.error;
    return err({ message: `${message}. ${advice}`, at: placeIn(text, offset, null) });
  }
  const issue = parsed.value.issues.find(({ severity }) => severity === "error");
  return issue === undefined ? ok({ document: parsed.value, text }) : err(faultOf(issue, text, parsed.value));
}

function faultOf(issue: PolicyIssue, text: string, { statements }: PolicyDocument): CaseFault {
  const { start } = issue.range;
  const statement = statements.find(({ range }) => range.start <= start && start < range.end);
  return {
    message: `${issue.message}. ${issue.advice}`,
    at: placeIn(text, start, statement?.index ?? null),
  };
}

/** `Statement[1], line 7, column 3`. */
function placeIn(text: string, offset: number, statement: number | null): string {
  const { line, column } = lineAndColumn(text, offset);
  const place = `line ${line}, column ${column}`;
  return statement === null ? place : `Statement[${statement}], ${place}`;
}
