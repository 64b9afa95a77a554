/**
 * Sessions of roles, before AWS is asked: names that are valid and attributable, tags, source identity, duration, session
 * policies, and the calls that a chain of roles takes. In flows a wish, out come calls or what is wrong with it. It asks
 * nobody, and knows no credentials. Start reading at `plan-session.ts`.
 */

export { everyRolesSeconds } from "./duration.ts";
export { commandEnvironment, foreignVariables, sessionVariables } from "./environment.ts";
export type { SessionFault } from "./fault.ts";
export {
  type AssumeCall,
  contextOf,
  parseRole,
  planSession,
  type SessionWish,
} from "./plan-session.ts";
export { attributedName, sessionName } from "./session-name.ts";
export { sessionPolicyText } from "./session-policies.ts";
export { parseTag, type SessionTag } from "./session-tags.ts";
