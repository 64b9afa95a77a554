/** Calls of IAM that change a role, as data. */
import type { Denials } from "./managed-denials.ts";
import type { RoleState } from "./role-state.ts";

/** One call of IAM. */
export type RoleStep =
  /** With its boundary and tags, and closed. */
  | {
      readonly kind: "create-role";
      readonly role: Omit<RoleState, "inline" | "attached" | "instanceProfiles">;
    }
  | { readonly kind: "put-inline-policy"; readonly name: string; readonly text: string }
  | { readonly kind: "delete-inline-policy"; readonly name: string }
  | { readonly kind: "attach-policy" | "detach-policy" | "put-boundary"; readonly arn: string }
  | { readonly kind: "delete-boundary" | "delete-role" }
  | { readonly kind: "set-trust"; readonly text: string }
  | { readonly kind: "update-role"; readonly maxSessionSeconds: number; readonly description: string | null }
  | { readonly kind: "tag-role"; readonly tags: ReadonlyMap<string, string> }
  | { readonly kind: "untag-role"; readonly keys: readonly string[] };

export type StepOptions = {
  /** What of a managed policy denies; null: not known. */
  readonly denies: (arn: string) => Denials | null;
  /** Tags that are not meant go, too; without it they are somebody else's, and stay. */
  readonly exactTags?: boolean;
};
