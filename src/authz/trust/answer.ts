/** Works a trust policy out for one world: every statement, every principal, every party behind it. */
import { actionBit, assumeBits } from "../actions.ts";
import { termOf, testText } from "../conditions/test.ts";
import { controlNumber } from "../controls/resource-controls.ts";
import type { AssumeAction, DeadEnd, Guard, GuardTerm } from "../types.ts";
import type { CompiledTrust } from "./compile.ts";
import type { CompiledStatement } from "./compiled-statement.ts";
import type { Clause, DraftAnswer, GrantDraft, PartyDraft } from "./drafts.ts";
import { holdsOwner } from "./instantiate.ts";
import { mostGeneral } from "./most-general.ts";
import { narrow } from "./narrow.ts";
import { canPass } from "./possible.ts";
import type { NamedPrincipal } from "./principals.ts";
import { type Refined, refine, saidByParty } from "./refine.ts";
import { residualOf, testForPeople } from "./residual.ts";
import { withSession } from "./session.ts";
import { callerArn, controllerOf, type Situation, situationOf, type World } from "./situation.ts";
import { actionOf, deadPrincipal, type Start, startsOf } from "./starts.ts";

type Findings = { readonly grants: GrantDraft[]; readonly deadEnds: DeadEnd[] };

export function answerFor(compiled: CompiledTrust, world: World): DraftAnswer {
  const found: Findings = { grants: [], deadEnds: [] };
  for (const statement of compiled.allows) {
    if ((statement.actions & assumeBits) === 0) continue;
    for (const principal of principalsOf(statement)) {
      const before = found.grants.length;
      const dead = grantPrincipal(compiled, statement, principal, world, found);
      if (found.grants.length === before && dead !== null) found.deadEnds.push(dead);
    }
  }
  const grants = mostGeneral(found.grants, world);
  const { deadEnds } = found;
  const controls = compiled.controls?.evidence ?? [];
  return { grants, deadEnds, namesOwner: holdsOwner(grants, deadEnds), controls };
}

const everybody: readonly NamedPrincipal[] = [{ kind: "anyone", text: "*", awsOnly: false }];

/** NotPrincipal with Allow lets in everyone but those listed, and AWS refuses it in trust policies (IAM-SEMANTICS 17). */
function principalsOf(statement: CompiledStatement): readonly NamedPrincipal[] {
  return statement.principalsNegated ? everybody : statement.principals;
}

function grantPrincipal(
  compiled: CompiledTrust,
  statement: CompiledStatement,
  principal: NamedPrincipal,
  world: World,
  found: Findings,
): DeadEnd | null {
  const dead = deadPrincipal(statement, principal, world);
  if (dead !== null) return dead;
  let last: DeadEnd | null = null;
  let suits = false;
  for (const start of startsOf(principal)) {
    const action = actionOf(start.party);
    if ((statement.actions & actionBit[action]) === 0) continue;
    suits = true;
    const situation = situationOf(start.party, world);
    const refined = refine(start.party, statement.tests, situation.lookup);
    if (refined.length === 0)
      last ??= contradiction(statement, principal, "none of the values that it names can be the principal's");
    for (const one of refined) {
      const same = one.party === start.party;
      const known = same ? situation : situationOf(one.party, world);
      const cause = grantRefined(compiled, statement, principal, start, one, action, known, found);
      last ??= cause;
    }
  }
  if (suits) return last;
  return {
    statement: statement.index,
    principal: principal.text,
    cause: "action-mismatch",
    because: `${principal.text} can't make the calls that the statement allows`,
  };
}

/** Adds the grants of one refined party; or says why there are none. */
function grantRefined(
  compiled: CompiledTrust,
  statement: CompiledStatement,
  principal: NamedPrincipal,
  start: Start,
  { party, tests }: Refined,
  action: AssumeAction,
  situation: Situation,
  found: Findings,
): DeadEnd | null {
  const foreign = foreignName(party, situation.world);
  if (foreign !== null)
    return {
      statement: statement.index,
      principal: principal.text,
      cause: "foreign-partition",
      because: foreign,
    };
  const residual = residualOf(tests, situation);
  if (residual.kind === "failed") {
    return contradiction(
      statement,
      principal,
      `${testForPeople(residual.test)} never holds for ${nameForPeople(party)}`,
    );
  }
  const possible = canPass(residual.tests, situation);
  if (possible.kind === "exact" && !possible.value) {
    const all = residual.tests.map(testForPeople).join(" and ");
    return contradiction(statement, principal, `no request of ${nameForPeople(party)} passes ${all}`);
  }
  const capped =
    possible.kind === "capped"
      ? [`whether its conditions can hold together was not decided: ${possible.reason}`]
      : [];
  const clause: Clause = {
    party,
    matchedAs: start.matchedAs === "wildcard" && "arn" in party ? "condition" : start.matchedAs,
    tests: residual.tests,
    doubts: [
      ...statement.doubts,
      ...residual.doubts,
      ...(start.doubt === undefined ? [] : [start.doubt]),
      ...capped,
    ],
    allowedBy: [statement.index],
    narrowedBy: [],
  };
  return finish(compiled, statement, principal, clause, action, situation, found);
}

function finish(
  compiled: CompiledTrust,
  statement: CompiledStatement,
  principal: NamedPrincipal,
  clause: Clause,
  action: AssumeAction,
  situation: Situation,
  found: Findings,
): DeadEnd | null {
  const narrowed = narrow(clause, compiled.denies, actionBit[action], situation);
  if (narrowed.kind === "denied") {
    const by = compiled.denies.filter(({ index }) => narrowed.by.includes(index)).map(({ label }) => label);
    return {
      statement: statement.index,
      principal: principal.text,
      cause: narrowed.by.some((index) => controlNumber(index) !== null) ? "denied-by-rcp" : "denied",
      because: `everything that it allows to ${nameForPeople(clause.party)} is denied by ${by.join(" and ")}`,
    };
  }
  let impossible: string | null = null;
  for (const left of narrowed.clauses) {
    const parts = withSession(compiled, left, statement, situation);
    if (parts.kind === "impossible") {
      impossible ??= parts.because;
      continue;
    }
    for (const { clause: whole, session } of parts.clauses) {
      const settled = whole === clause ? [whole] : settle(whole, situation.world);
      if (settled.length === 0) {
        impossible ??= `no request of ${nameForPeople(whole.party)} passes ${whole.tests.map(testForPeople).join(" and ")}`;
      }
      for (const part of settled) {
        found.grants.push({
          party: part.party,
          matchedAs: part.matchedAs,
          action,
          guard: guardOf(part, situation),
          session,
          doubts: distinct(part.doubts),
          allowedBy: part.allowedBy,
          narrowedBy: distinct(part.narrowedBy),
        });
      }
    }
  }
  return impossible === null ? null : contradiction(statement, principal, impossible);
}

/** Denials and session actions can say who the party is, as well as the statement's own conditions. */
function settle(clause: Clause, world: World): readonly Clause[] {
  const { party, tests } = clause;
  if (tests.length === 0 || (party.kind !== "any-account" && party.kind !== "account")) return [clause];
  return refine(party, tests, situationOf(party, world).lookup).flatMap((refined): readonly Clause[] => {
    if (refined.party === party && refined.tests === tests) return [clause];
    const situation = situationOf(refined.party, world);
    const residual = residualOf(refined.tests, situation);
    if (residual.kind === "failed") return [];
    const possible = canPass(residual.tests, situation);
    if (possible.kind === "exact" && !possible.value) return [];
    return [{ ...clause, party: refined.party, tests: residual.tests }];
  });
}

function distinct<T>(items: readonly T[]): readonly T[] {
  return items.length < 2 ? items : [...new Set(items)];
}

function guardOf({ tests, party }: Clause, before: Situation): Guard {
  if (tests.length === 0) return [];
  const situation = party === before.party ? before : situationOf(party, before.world);
  const guard: GuardTerm[] = [];
  const seen = tests.length === 1 ? null : new Set<string>();
  for (const test of tests) {
    if (saidByParty(test, party)) continue;
    if (seen !== null) {
      const text = testText(test);
      if (seen.has(text)) continue;
      seen.add(text);
    }
    guard.push(termOf(test, controllerOf(situation, test.name)));
  }
  return guard;
}

/** A by-name ARN of another partition names nobody who could call. */
function foreignName(party: PartyDraft, world: World): string | null {
  if (!("arn" in party)) return null;
  const partition = callerArn(party.arn)?.partition ?? world.partition;
  if (partition === world.partition) return null;
  return `${party.arn} is of partition ${partition}, and roles can't be assumed from another partition`;
}

function contradiction(statement: CompiledStatement, principal: NamedPrincipal, because: string): DeadEnd {
  return { statement: statement.index, principal: principal.text, cause: "contradiction", because };
}

function nameForPeople(party: PartyDraft): string {
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
      return `the accounts of ${party.path}`;
    case "any-account":
      return "any account";
    case "federated":
      return party.provider;
    case "service":
      return party.service;
  }
}
