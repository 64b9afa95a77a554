/**
 * Advice on how somebody is best let use a resource: by its policy, by a role, by an access point or a key's grant, or by the caller's own
 * policies. In: a question (`question.ts`) and what is known around it; out: the ways, weighed by facts with their sources
 * (`facts.ts`, `services.ts`), and what each would write. Pure. Start reading at `weigh-ways.ts`.
 */
export { type Circumstances, isOneAccount, isThirdParty } from "./circumstances.ts";
export {
  type AdvisedRole,
  externalIdToCome,
  grantFor,
  identityStatements,
  keyNeeds,
  policyText,
  roleFor,
  statementsFor,
  takesNoResource,
} from "./drafts.ts";
export { facts, type Reason, reason, type WayKind, wayKinds } from "./facts.ts";
export {
  type AdviceAsked,
  type AdviceKey,
  type AdviceQuestion,
  type AdviceTarget,
  isOfIdentityCenter,
  readQuestion,
} from "./question.ts";
export { pageOf } from "./services.ts";
export { type WeighedWay, weighWays } from "./weigh-ways.ts";
