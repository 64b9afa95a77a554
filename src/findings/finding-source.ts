/**
 * What a finding stems from. The same policy text stands in many accounts when a template was rolled out to them: what is wrong with
 * it is one mistake, however many roles have it, and mended in the template.
 */
import type { DocumentIndex, Snapshot } from "../model/index.ts";
import type { Found } from "./found.ts";

export type FindingSource =
  /** A trust policy's text, whose account's own id is left open. */
  | { readonly kind: "trust-policy"; readonly document: number }
  | { readonly kind: "identity-policy"; readonly document: DocumentIndex }
  /** The same name and the same trust policy: a role that is rolled out to many accounts. */
  | { readonly kind: "role"; readonly name: string; readonly document: number }
  /** It stands alone. */
  | { readonly kind: "own"; readonly subject: string };

export function sourceOf(found: Found, subject: string, { roles }: Snapshot): FindingSource {
  switch (found.kind) {
    case "trust":
    case "organization":
      return { kind: "trust-policy", document: roles.trustPolicy[found.role] ?? 0 };
    case "role":
      return roleSource(found.role, roles);
    case "identity":
      return { kind: "identity-policy", document: found.document };
    case "reach": {
      // What a chain rests on besides is not compared: only roles of one name and one trust are taken for one.
      const role = roles.byArn(found.draft.subject);
      return role === null ? { kind: "own", subject } : roleSource(role, roles);
    }
    case "control":
      return { kind: "own", subject };
  }
}

function roleSource(role: number, roles: Snapshot["roles"]): FindingSource {
  return { kind: "role", name: roles.name(role), document: roles.trustPolicy[role] ?? 0 };
}
