/** Works a trust policy out for one world: every statement, every principal, every party behind it. */
import { actionBit, assumeBits } from "../actions.ts";
import { type Test, termOf, testText } from "../conditions/test.ts";
import type { AssumeAction, DeadEnd, Guard, MatchedAs } from "../types.ts";
import type { CompiledStatement, CompiledTrust } from "./compile.ts";
import type { Clause, DraftAnswer, GrantDraft, PartyDraft } from "./drafts.ts";
import { holdsOwner } from "./instantiate.ts";
import { mostGeneral } from "./most-general.ts";
import { narrow } from "./narrow.ts";
import { canPass } from "./possible.ts";
import type { NamedPrincipal } from "./principals.ts";
import { type Refined, refine, saidByParty } from "./refine.ts";
import { residualOf, testForPeople } from "./residual.ts";
import { withSession } from "./session.ts";
import { callerArn, controllerOf, isOwn, type Situation, situationOf, type World } from "./situation.ts";

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
  return { grants, deadEnds, namesOwner: holdsOwner(grants, deadEnds) };
}

const everybody: readonly NamedPrincipal[] = [{ kind: "anyone", text: "*", awsOnly: false }];

/** NotPrincipal with Allow lets in everyone but those listed, and AWS refuses it in trust policies (IAM-SEMANTICS 17). */
function principalsOf(statement: CompiledStatement): readonly NamedPrincipal[] {
  return statement.principalsNegated ? everybody : statement.principals;
}

type Start = { readonly party: PartyDraft; readonly matchedAs: MatchedAs; readonly doubt?: string };

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
      const cause = grantRefined(compiled, statement, principal, start, one, action, world, found);
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

function deadPrincipal(
  statement: CompiledStatement,
  principal: NamedPrincipal,
  world: World,
): DeadEnd | null {
  const dead = (cause: DeadEnd["cause"], because: string): DeadEnd => ({
    statement: statement.index,
    principal: principal.text,
    cause,
    because,
  });
  if (principal.kind === "deleted") {
    return dead(
      "deleted-principal",
      `${principal.text} is the id of a user or role that was deleted; a new one of the same name does not match`,
    );
  }
  if (principal.kind === "nobody")
    return dead("not-existing", `${principal.text} is no principal that could make the call`);
  if ("partition" in principal && principal.partition !== null && principal.partition !== world.partition) {
    return dead(
      "foreign-partition",
      `${principal.text} is of partition ${principal.partition}, and roles can't be assumed from another partition`,
    );
  }
  if (
    principal.kind === "federated" &&
    principal.account !== null &&
    principal.account !== "" &&
    !isOwn(principal.account, world)
  ) {
    return dead(
      "not-existing",
      `${principal.text} stands in another account, and a role trusts only identity providers of its own`,
    );
  }
  return null;
}

/** The parties that a principal may be, before conditions narrow them. */
function startsOf(principal: NamedPrincipal): readonly Start[] {
  const { text } = principal;
  switch (principal.kind) {
    case "anyone":
      return anyone;
    case "account":
      return [{ party: { kind: "account", account: principal.account }, matchedAs: "account" }];
    case "role":
    case "user":
      return [
        {
          party: { kind: principal.kind, arn: text, account: principal.account, named: "pinned" },
          matchedAs: "named",
        },
      ];
    case "session": {
      const { account, roleName } = principal;
      return [{ party: { kind: "session", arn: text, account, roleName }, matchedAs: "named" }];
    }
    case "federated":
      return [
        { party: { kind: "federated", provider: text, protocol: principal.protocol }, matchedAs: "named" },
      ];
    case "service":
      return [{ party: { kind: "service", service: text }, matchedAs: "named" }];
    case "pattern":
      return [
        {
          party: { kind: "any-account" },
          matchedAs: "wildcard",
          doubt: `${text} is no principal that AWS accepts`,
        },
      ];
    case "deleted":
    case "nobody":
      return [];
  }
}

const tokenDoubt = "whether a wildcard lets in the users of an identity provider is not documented";
const anyone: readonly Start[] = [
  { party: { kind: "any-account" }, matchedAs: "wildcard" },
  { party: { kind: "federated", provider: "*", protocol: "oidc" }, matchedAs: "wildcard", doubt: tokenDoubt },
  { party: { kind: "federated", provider: "*", protocol: "saml" }, matchedAs: "wildcard", doubt: tokenDoubt },
];

function actionOf(party: PartyDraft): AssumeAction {
  if (party.kind !== "federated") return "sts:AssumeRole";
  return party.protocol === "oidc" ? "sts:AssumeRoleWithWebIdentity" : "sts:AssumeRoleWithSAML";
}

/** Adds the grants of one refined party; or says why there are none. */
function grantRefined(
  compiled: CompiledTrust,
  statement: CompiledStatement,
  principal: NamedPrincipal,
  start: Start,
  { party, tests }: Refined,
  action: AssumeAction,
  world: World,
  found: Findings,
): DeadEnd | null {
  const foreign = foreignName(party, world);
  if (foreign !== null)
    return {
      statement: statement.index,
      principal: principal.text,
      cause: "foreign-partition",
      because: foreign,
    };
  const situation = situationOf(party, world);
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
    matchedAs: start.matchedAs,
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
    return {
      statement: statement.index,
      principal: principal.text,
      cause: "denied",
      because: `everything that it allows to ${nameForPeople(clause.party)} is denied by statement ${narrowed.by.join(" and ")}`,
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
      const settled = settle(whole, situation.world);
      if (settled.length === 0) {
        impossible ??= `no request of ${nameForPeople(whole.party)} passes ${whole.tests.map(testForPeople).join(" and ")}`;
      }
      for (const part of settled) {
        found.grants.push({
          party: part.party,
          matchedAs: part.matchedAs,
          action,
          guard: guardOf(part.tests, part.party, situationOf(part.party, situation.world)),
          session,
          doubts: [...new Set(part.doubts)],
          allowedBy: part.allowedBy,
          narrowedBy: [...new Set(part.narrowedBy)],
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

function guardOf(tests: readonly Test[], party: PartyDraft, situation: Situation): Guard {
  if (tests.length === 0) return [];
  const seen = new Set<string>();
  return tests.flatMap((test) => {
    const text = testText(test);
    if (seen.has(text) || saidByParty(test, party)) return [];
    seen.add(text);
    return [termOf(test, controllerOf(situation, test.name))];
  });
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

export function nameForPeople(party: PartyDraft): string {
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
