/** What the rules found, before it is made into findings: plain data, as the cache keeps it. */
import type { DocumentIndex, RoleIndex } from "../model/index.ts";
import type { ControlDraft, Draft, PlacedDraft, PolicyHolder, ReachDraft } from "./rule.ts";
import type { RuleId } from "./types.ts";

export type Found =
  | {
      readonly kind: "trust" | "role";
      readonly rule: RuleId;
      readonly role: RoleIndex;
      readonly draft: Draft;
    }
  | {
      readonly kind: "organization";
      readonly rule: RuleId;
      readonly role: RoleIndex;
      readonly draft: PlacedDraft;
    }
  | { readonly kind: "reach"; readonly rule: RuleId; readonly draft: ReachDraft }
  | { readonly kind: "control"; readonly rule: RuleId; readonly draft: ControlDraft }
  | {
      readonly kind: "identity";
      readonly rule: RuleId;
      readonly holder: PolicyHolder;
      /** Inline policy name, or the managed policy's ARN. */
      readonly policy: string;
      readonly document: DocumentIndex;
      readonly draft: Draft;
    };
