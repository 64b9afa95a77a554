/** Policies taken apart into what they allow and what they deny, so that they can be put together in an order that opens nothing. */
import {
  canonicalPolicy,
  type PolicyDocument,
  type PolicyKind,
  parsePolicy,
  printPolicy,
} from "../../policy/index.ts";

type Statement = PolicyDocument["statements"][number];

/** Null: it is no policy. */
export function documentOf(text: string, kind: PolicyKind): PolicyDocument | null {
  const parsed = parsePolicy(text, { kind });
  return parsed.ok ? parsed.value : null;
}

/** Whether the texts are one policy, written differently at most. */
export function isSamePolicy(a: string, b: string, kind: PolicyKind): boolean {
  if (a === b) return true;
  const [first, second] = [documentOf(a, kind), documentOf(b, kind)];
  return first !== null && second !== null && canonicalPolicy(first) === canonicalPolicy(second);
}

/** A text that can't be read may deny anything. */
export function mayDeny(text: string): boolean {
  return documentOf(text, "identity")?.statements.some(({ effect }) => effect === "Deny") ?? true;
}

/** Its Deny statements alone; null: there are none, or they can't be told. */
export function denialsOf(text: string): string | null {
  const document = documentOf(text, "identity");
  return document === null ? null : printed(document, document.statements.filter(isDenial));
}

/**
 * What both allow, by statements that both have, without what either denies: within the one as well as within the other. Null: that
 * is nothing at all, or can't be told.
 */
export function commonPart(a: string, b: string): string | null {
  const [first, second] = [documentOf(a, "identity"), documentOf(b, "identity")];
  if (first === null || second === null || first.version !== second.version) return null;
  const spelled = new Set(second.statements.map((statement) => spelling(second, statement)));
  const common = first.statements.filter(
    (statement) => isDenial(statement) || spelled.has(spelling(first, statement)),
  );
  const known = new Set(common.map((statement) => spelling(first, statement)));
  const more = second.statements.filter(
    (statement) => isDenial(statement) && !known.has(spelling(second, statement)),
  );
  return printed(first, [...common, ...more.map((statement) => ({ ...statement, sid: null }))]);
}

function isDenial({ effect }: Statement): boolean {
  return effect === "Deny";
}

function spelling(document: PolicyDocument, statement: Statement): string {
  return canonicalPolicy({ ...document, statements: [statement] });
}

function printed(document: PolicyDocument, statements: readonly Statement[]): string | null {
  if (statements.length === 0 || statements.some(({ exact }) => !exact)) return null;
  return printPolicy({ ...document, statements }, 0);
}
