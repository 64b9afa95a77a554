/**
 * IAM's decision about assuming a role, in two halves that must agree: a concrete one (`concrete/`, one request at a
 * time) and a symbolic one (`trust/`, `caller/`: who, under which guard). Policies and the organization flow in; grants,
 * caller decisions and example requests flow out. SCPs and RCPs take part (`controls/`).
 *
 * The two halves share the policy's syntax tree and the table of condition keys (`keys.ts`), and nothing else.
 * Start reading at `types.ts`, then `trust/answer.ts`.
 */

export { anonymousGuard } from "./access/anonymous.ts";
export { resourceGrants } from "./access/resource-grants.ts";
export { withinServiceLimits } from "./access/service-limits.ts";
export { lensOf } from "./action-lens.ts";
export { type CallerSide, createCallerSide, type PartyOfAccount } from "./caller/caller-side.ts";
export type { CallerPrincipal } from "./caller/principal-policies.ts";
export { type ControlLibrary, controlLibrary, shareControlLibraries } from "./controls/control-library.ts";
export { noControls } from "./controls/resource-controls.ts";
export { keyFacts, type SessionAction } from "./keys.ts";
export {
  isExternalParty,
  organizationOfPath,
  organizationView,
} from "./organization-view.ts";
export { rcpServices } from "./service-facts/rcp-services.ts";
export { type CompiledTrust, compileTrust, withControls } from "./trust/compile.ts";
export type { TrustAnswer } from "./trust/drafts.ts";
export { trustGrants } from "./trust/grants.ts";
export { witnessFor } from "./trust/witness.ts";
export * from "./types.ts";
