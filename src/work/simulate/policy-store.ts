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

type ReadPolicy = Result<{ readonly document: PolicyDocument; readonly text: string }, CaseFault>;

/** Texts remembered for each kind. Few policies are asked about often, and a list of cases may be endless. */
const mostTexts = 5000;

export class PolicyStore {
  readonly #seen = new SeenTexts();
  readonly #byKind = new Map<PolicyKind, Map<string, ReadPolicy>>();

  /** A policy that AWS would not have accepted is a fault. */
  read(name: string, text: string, kind: PolicyKind): Result<NamedPolicy, CaseFault> {
    const policy = this.#policy(text, kind);
    return policy.ok ? ok({ name, ...policy.value }) : policy;
  }

  #policy(text: string, kind: PolicyKind): ReadPolicy {
    let texts = this.#byKind.get(kind);
    if (texts === undefined) {
      texts = new Map();
      this.#byKind.set(kind, texts);
    }
    const known = texts.get(text);
    if (known !== undefined) return known;
    const policy = readPolicy(text, kind);
    if (this.#seen.isRepeated(text)) {
      if (texts.size >= mostTexts) texts.clear();
      texts.set(text, policy);
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
