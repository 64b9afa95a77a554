/**
 * Sessions as jobs: sign in, take the sessions of a chain of roles, keep them for those who ask again, run commands with them in
 * one account or many, and say by a snapshot why AWS refused. What a session has to be like is decided in
 * `provision/sessions`. Start reading at `session-source.ts`.
 */
export { cacheKey } from "./cache-key.ts";
export { accountNamed, type ChosenAccount, chooseAccounts } from "./choose-accounts.ts";
export { type EachResult, eachShape, sessionShape } from "./each-shape.ts";
export type { ToldRefusal } from "./refusal-shape.ts";
export { runInPlace } from "./run-command.ts";
export { type EachTarget, runEach } from "./run-each.ts";
export {
  openSource,
  type SessionFailure,
  type SessionSource,
  type SourceFailure,
  type SourceSettings,
  type TakenSession,
} from "./session-source.ts";
export { toldRefusal } from "./tell-refusal.ts";
