import type { DeadEnd, Party } from "../../../authz/types.ts";
import type { Statement } from "../../../policy/ast.ts";
import { type Impossible, impossibleDemand } from "../../impossible-demands.ts";
import type { Draft, FixProposal, TrustRule, TrustView } from "../../rule.ts";
import { sentence } from "../../sentence.ts";

export const trustUnsatisfiable: TrustRule = {
  kind: "trust",
  id: "trust-unsatisfiable",
  title: "Trust statement that can never match",
  rationale:
    "The statement looks as if it let somebody in, and never does: its conditions exclude each other or the principal " +
    "(a vendor that must belong to our organization), it names another partition, its actions do not fit the principal, " +
    "another statement denies all of it, or it asks for an " +
    "external ID, a subject or a time that no request can have. Whoever reads it is misled, and the usual repair under pressure is to widen " +
    "it too far.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    "Access Analyzer MISMATCHED_ACTION_FOR_PRINCIPAL",
  ],
  severity: "medium",
  appliesTo: ({ hasDeadEnd, hasOidc, keys }) =>
    hasDeadEnd ||
    (hasOidc && keys.size > 0) ||
    keys.has("sts:externalid") ||
    keys.has("aws:currenttime") ||
    keys.has("aws:epochtime"),

  *check(view): Iterable<Draft> {
    const seen = new Set<string>();
    for (const deadEnd of view.deadEnds) {
      // Principals that are gone, and trust that an RCP holds back, have rules of their own.
      if (hasOwnRule(deadEnd)) continue;
      const statement = view.document.statements[deadEnd.statement];
      const cause = `${deadEnd.cause} ${deadEnd.principal ?? (statement === undefined ? "" : identity(statement, view))}`;
      if (seen.has(cause)) continue;
      seen.add(cause);
      const letsNobodyIn = view.grants.length === 0;
      yield {
        cause,
        severity: letsNobodyIn ? "medium" : "low",
        reasons: [
          sentence(deadEnd.because),
          letsNobodyIn ? "Nobody at all can assume the role." : "Other ways into the role work.",
        ],
        title: titleOf(deadEnd),
        grants: [],
        statements: [deadEnd.statement],
      };
    }
    yield* impossibleDrafts(view);
  },

  fix: (view, draft) => fixOf(view, draft),
};

/** What the conditions ask for can't be brought, though nothing contradicts it: see `impossible-demands.ts`. */
function* impossibleDrafts(view: TrustView): Iterable<Draft> {
  const { now } = view.context;
  const found = new Map<
    string,
    { readonly demand: Impossible; readonly party: Party; readonly at: Set<number> }
  >();
  let others = 0;
  for (const grant of view.grants) {
    const demand = impossibleDemand(grant, now);
    if (demand === null) {
      others++;
      continue;
    }
    const cause = `${demand.kind} ${partyName(grant.party)}`;
    const known = found.get(cause) ?? { demand, party: grant.party, at: new Set<number>() };
    for (const statement of grant.allowedBy) known.at.add(statement);
    found.set(cause, known);
  }
  for (const [cause, { demand, party, at }] of found)
    yield {
      cause,
      severity: others === 0 && demand.kind !== "time" ? "medium" : "low",
      reasons: [
        demand.because,
        others === 0 ? "Nobody at all can assume the role." : "Other ways into the role work.",
      ],
      title:
        demand.kind === "time"
          ? `The trust in ${partyName(party)} has ended`
          : `The trust in ${partyName(party)} can never match: no request has such a value of ${demand.key}`,
      grants: [],
      statements: [...at],
    };
}

function partyName(party: Party): string {
  switch (party.kind) {
    case "role":
    case "user":
    case "session":
      return party.arn;
    case "account":
      return `account ${party.account}`;
    case "organization":
      return `organization ${party.id}`;
    case "organizational-unit":
      return party.path;
    case "any-account":
      return "any AWS account";
    case "federated":
      return party.provider;
    case "service":
      return party.service;
  }
}

function fixOf(view: TrustView, draft: Draft): FixProposal {
  const deadEnd = view.deadEnds.find(
    (one) => draft.statements.includes(one.statement) && titleOf(one) === draft.title,
  );
  if (deadEnd === undefined) {
    const isOver = draft.cause.startsWith("time ");
    return {
      summary: isOver
        ? "Take the statement out; if the access is still wanted, agree on a new end."
        : "Ask for a value that a request can have; if the access is not wanted, take it out.",
      edits: isOver ? draft.statements.map((statement) => ({ kind: "remove-statement", statement })) : [],
    };
  }
  const { statement, principal, because } = deadEnd;
  // What is missing may be an action, and the access wanted.
  const action = /\bneeds (sts:[A-Za-z]+) to be allowed/.exec(because)?.[1];
  if (action !== undefined)
    return {
      summary: `Allow ${action} in the same statement, or take out what can never match.`,
      edits: [{ kind: "add-actions", statement, actions: [action] }],
    };
  return {
    summary: "Take out what can never match; if the access is wanted, put it in a statement of its own.",
    edits: [
      principal === null
        ? { kind: "remove-statement", statement }
        : { kind: "remove-principal", statement, value: principal },
    ],
  };
}

function titleOf(deadEnd: DeadEnd): string {
  const whom = deadEnd.principal === null ? "A statement" : `The trust in ${deadEnd.principal}`;
  switch (deadEnd.cause) {
    case "foreign-partition":
      return `${whom} can never match: it belongs to another partition`;
    case "contradiction":
      return `${whom} can never match: no request meets its conditions`;
    case "denied":
      return `${whom} is denied by another statement`;
    case "action-mismatch":
      return `${whom} can never match: the actions do not fit the principal`;
    case "denied-by-rcp":
    case "deleted-principal":
    case "not-existing":
      return `${whom} leads nowhere`;
  }
}

function hasOwnRule({ cause }: DeadEnd): boolean {
  return cause === "deleted-principal" || cause === "not-existing" || cause === "denied-by-rcp";
}

/** What the statement says, without its name, place and order: the finding keeps its id when these change. */
function identity(statement: Statement, view: TrustView): string {
  const principals = statement.principal?.entries.map((entry) => entry.value) ?? [];
  const conditions = statement.conditions.map((condition) =>
    condition.kind === "test"
      ? `${condition.operator} ${condition.key.toLowerCase()} ${condition.values
          .map((value) => value.text)
          .sort()
          .join(",")}`
      : condition.text,
  );
  return view.concrete([...principals.sort(), ...conditions.sort()].join(";"));
}
