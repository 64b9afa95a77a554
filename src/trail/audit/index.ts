/** What is remarkable in a trail. Start reading at `audit.ts`. */
export { auditTrail } from "./audit.ts";
export type { AuditedUse, AuditSettings, AuditWorld } from "./audit-kind.ts";
export { auditKinds } from "./catalogue.ts";
export type { AuditException } from "./exception.ts";
export { type KnownNetwork, type KnownNetworks, readNetwork } from "./known-networks.ts";
export { auditedUse, auditWorld } from "./world.ts";
