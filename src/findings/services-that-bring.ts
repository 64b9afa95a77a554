/** What some services bring when they assume a role, and which actions it takes. */
import type { SessionAction } from "../authz/index.ts";

type Bringing = {
  readonly actions: readonly SessionAction[];
  /** When it does without, for the end of a sentence. */
  readonly unless?: string;
};

/** Services that bring tags, a source identity or a context when they assume a role (IAM-SEMANTICS 30, 33, 41, 43). */
const servicesThatBring: Readonly<Record<string, Bringing>> = {
  "rolesanywhere.amazonaws.com": { actions: ["sts:TagSession", "sts:SetSourceIdentity"] },
  "account-access.amazonaws.com": { actions: ["sts:SetContext"] },
  "pods.eks.amazonaws.com": {
    actions: ["sts:TagSession"],
    unless: "unless session tags are switched off in the association",
  },
};

/** Null for services of which nothing of the kind is known. */
export function bringingOf(service: string): Bringing | null {
  return servicesThatBring[service.toLowerCase()] ?? null;
}
