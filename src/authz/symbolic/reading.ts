/**
 * How a policy that names principals is read: AWS leaves open what some names mean, and what is open hangs on the call.
 * Without a reading (two policies are compared) the same words are taken to mean the same.
 */
import type { Region } from "../../logic/types.ts";

export type Reading = {
  /** Calls that a role's trust policy decides: its grammar knows no NotPrincipal (IAM-SEMANTICS 17). */
  readonly trust: Region;
  /** Calls for which an Allow for `*` surely lets in services and federated callers too. */
  readonly starIsForAll: Region;
  /** NotPrincipal in a Deny stops every caller with a permissions boundary (IAM-SEMANTICS 17). */
  readonly callersHaveBoundary: boolean;
};
