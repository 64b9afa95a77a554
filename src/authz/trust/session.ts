/**
 * What else the call needs: a request with tags needs sts:TagSession allowed too, one with a source identity
 * sts:SetSourceIdentity, one with a context sts:SetContext (IAM-SEMANTICS 30–33). So a clause splits into the requests
 * without these things, and those with them that the other action's statements allow.
 */
import { actionBit, sessionBits } from "../actions.ts";
import { asksForKey, type Test, testText } from "../conditions/test.ts";
import type { SessionAction } from "../keys.ts";
import type { SessionRights } from "../types.ts";
import type { CompiledTrust } from "./compile.ts";
import type { CompiledStatement } from "./compiled-statement.ts";
import { coverOf } from "./covers.ts";
import type { Clause } from "./drafts.ts";
import { narrow } from "./narrow.ts";
import { canPass } from "./possible.ts";
import { residualOf, testForPeople } from "./residual.ts";
import type { Situation } from "./situation.ts";

export type SessionClause = { readonly clause: Clause; readonly session: SessionRights };

export type WithSession =
  | { readonly kind: "possible"; readonly clauses: readonly SessionClause[] }
  /** A test asks for a key that only comes with an action which is not allowed. */
  | { readonly kind: "impossible"; readonly because: string };

const rights: readonly (readonly [SessionAction, keyof SessionRights])[] = [
  ["sts:TagSession", "tagSession"],
  ["sts:SetSourceIdentity", "setSourceIdentity"],
  ["sts:SetContext", "setContext"],
];

const noRights: SessionRights = { tagSession: false, setSourceIdentity: false, setContext: false };

export function withSession(
  compiled: CompiledTrust,
  clause: Clause,
  statement: CompiledStatement,
  situation: Situation,
): WithSession {
  if (
    (compiled.allowedActions & sessionBits) === 0 &&
    !clause.tests.some(({ facts }) => facts.needs !== null)
  ) {
    return { kind: "possible", clauses: [{ clause, session: noRights }] };
  }
  let clauses: readonly SessionClause[] = [{ clause, session: noRights }];
  for (const [action, right] of rights) {
    const reach = reachOf(compiled, clause, action, statement, situation);
    if (reach === "none") continue;
    clauses = clauses.flatMap(({ clause: base, session }): readonly SessionClause[] => {
      const granted = { ...session, [right]: true };
      if (reach === "all") return [{ clause: base, session: granted }];
      const extended = reach.flatMap((extra) => {
        const tests = merge(base.tests, extra.tests);
        const possible = canPass(tests, situation);
        if (possible.kind === "exact" && !possible.value) return [];
        return [{ clause: { ...base, tests, doubts: [...base.doubts, ...extra.doubts] }, session: granted }];
      });
      return [{ clause: base, session }, ...extended];
    });
  }
  const left = clauses.filter((one) => lacking(one) === null);
  if (left.length > 0) return { kind: "possible", clauses: left };
  const lack = clauses.map(lacking).find((test) => test !== null) ?? null;
  const because =
    lack === null
      ? "the actions that it needs are not allowed together"
      : `${testForPeople(lack)} needs ${lack.facts.needs} to be allowed to the same principal under the same conditions, and no statement does`;
  return { kind: "impossible", because };
}

/** A test that asks for a key which only comes with an action that the clause does not have. */
function lacking({ clause, session }: SessionClause): Test | null {
  const held = new Set(rights.flatMap(([action, right]) => (session[right] ? [action] : [])));
  return (
    clause.tests.find(
      (test) => test.facts.needs !== null && !held.has(test.facts.needs) && asksForKey(test),
    ) ?? null
  );
}

type Reach = "none" | "all" | readonly Clause[];

/** Under which further tests the action is allowed to the clause's party. */
function reachOf(
  compiled: CompiledTrust,
  clause: Clause,
  action: SessionAction,
  own: CompiledStatement,
  situation: Situation,
): Reach {
  const bit = actionBit[action];
  if ((compiled.allowedActions & bit) === 0) return "none";
  const denied = (compiled.deniedActions & bit) !== 0;
  if (!denied && (own.actions & bit) !== 0 && own.doubts.length === 0) return "all";
  const held = new Set(clause.tests.map(testText));
  const found: Clause[] = [];
  for (const statement of compiled.allows) {
    if ((statement.actions & bit) === 0) continue;
    const allowed = allowedClause(statement, clause, situation);
    if (allowed === null) continue;
    if (!denied) {
      found.push(allowed);
      continue;
    }
    const narrowed = narrow(
      { ...allowed, tests: merge(clause.tests, allowed.tests) },
      compiled.denies,
      bit,
      situation,
    );
    if (narrowed.kind === "left") found.push(...narrowed.clauses);
  }
  if (found.length === 0) return "none";
  const full = found.some(
    ({ tests, doubts }) => doubts.length === 0 && tests.every((test) => held.has(testText(test))),
  );
  return full ? "all" : found;
}

function allowedClause(statement: CompiledStatement, clause: Clause, situation: Situation): Clause | null {
  const cover = coverOf(statement, situation);
  if (cover.kind === "none") return null;
  const tests: readonly Test[] = cover.kind === "some" ? [cover.test, ...statement.tests] : statement.tests;
  const residual = residualOf(tests, situation);
  if (residual.kind === "failed") return null;
  const doubts = [...statement.doubts, ...residual.doubts];
  if (cover.kind === "unknown") doubts.push(cover.reason);
  return { ...clause, tests: residual.tests, doubts };
}

function merge(tests: readonly Test[], more: readonly Test[]): readonly Test[] {
  if (more.length === 0) return tests;
  const held = new Set(tests.map(testText));
  return [...tests, ...more.filter((test) => !held.has(testText(test)))];
}
