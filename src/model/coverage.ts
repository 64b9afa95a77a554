/** What could not be read, as data: it travels with the snapshot, and every answer that it could change says so. */
import type { AccountId } from "./identifiers.ts";

/** What may be missing. */
export const coverageKinds = [
  "organization",
  "control-policies",
  "delegated-administrators",
  "account",
  "identity-providers",
  "resource-policies",
  "account-settings",
  "roles-anywhere",
  "identity-center",
  "managed-policy",
  "policy-construct",
  "file",
] as const;

export type CoverageGap = {
  /** What is missing. */
  readonly what: (typeof coverageKinds)[number];
  /** Null: it concerns the organization as a whole. */
  readonly account: AccountId | null;
  /** The ARN, file or construct, where there is one. */
  readonly subject: string | null;
  /** One sentence for people. */
  readonly reason: string;
};
