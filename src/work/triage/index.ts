/**
 * Findings as somebody works through them: rows under filters, how many there are of each kind, grouped by what they stem from, and
 * where the policy stands that a fix edits. In go a scan and what is accepted; out come the answers of the server. Start reading
 * at `finding-desk.ts`.
 */
export { acceptanceOf } from "./acceptance.ts";
export { placeCalled, policyAt } from "./edited-policy.ts";
export { type AcceptedAt, FindingDesk, type FindingFilter } from "./finding-desk.ts";
export { facetsOf } from "./finding-facets.ts";
export { groupsOf, toldGroups } from "./finding-groups.ts";
export { rulesAnswer } from "./rules-answer.ts";
export {
  facetsShape,
  findingAnswerShape,
  findingGroupsShape,
  findingIdsShape,
  rulesShape,
} from "./triage-shape.ts";
