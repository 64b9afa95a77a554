/**
 * Spoke roles as a job: the file is read, live accounts are read and planned, and what the plan says is written, many accounts at a time.
 * Start reading at `live-roles.ts`, then `write-role.ts`; the plan itself is made in `src/provision/roles`.
 */
export { rememberUses } from "./external-id-uses.ts";
export { type GuardedRoles, guardRoles, meantTrusts, type RolesGuard } from "./guard-roles.ts";
export {
  applyRoles,
  type LivePlan,
  type LiveRoles,
  planLiveRoles,
  type RoleResult,
  removeRoles,
  type WriteOptions,
} from "./live-roles.ts";
export { plannedAnswer, type RolesAnswer, rolesShape } from "./role-answer.ts";
export { type ExternalIdRegistry, readRoleSet } from "./role-file.ts";
export { roleSetSchema } from "./role-schema.ts";
export { roleTemplates, type TemplateForm } from "./role-templates.ts";
export type { RoleWriteParts } from "./role-to-write.ts";
export { roleChange } from "./stored-role.ts";
export { carryOutRoleUndo, planRoleUndo } from "./undo-role.ts";
export { writeHubs } from "./write-hubs.ts";
