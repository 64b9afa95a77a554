/**
 * Making access: declarations and their checks, the policy texts that are made, merging into what stands there, and the proof of both
 * by the engine. Pure: plans come out as data, and `work/provision` carries them out. It must never write over what somebody else
 * has written. Start reading at `merge-statements.ts`.
 */
export {
  type FixedText,
  fixedText,
  type StatementChange,
  takeBack,
} from "./fixes/statement-changes.ts";
export {
  addStatements,
  type Merge,
  type Merged,
  removeStatements,
  type SizeLimit,
} from "./merge-statements.ts";
export {
  canonicalStatement,
  isSameStatement,
  type JsonValue,
  lostStatements,
  type ManagedStatement,
  type StandingStatement,
  statementsOf,
  type UnmergeableText,
  withoutStatements,
  withStatement,
} from "./standing-policy-text.ts";
