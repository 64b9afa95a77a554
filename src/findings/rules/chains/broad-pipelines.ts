/** Subjects of CI systems by which more comes into a role than one branch or environment of one repository. */
import type { TrustGrant } from "../../../authz/types.ts";
import { bareOperator } from "../../guard-terms.ts";
import { type Binding, bindingOf, isPipeline } from "../../issuer-subjects.ts";
import type { TrustView } from "../../rule.ts";
import { type BreadthKind, breadthText, namesSomebody } from "../../subject-breadth.ts";
import { strangersOf } from "./strangers.ts";

export type BroadPipeline = {
  /** Place among the role's grants. */
  readonly grant: number;
  readonly binding: Binding;
  readonly kind: BreadthKind;
};

const widestFirst: readonly BreadthKind[] = ["anyone", "alike", "tenant", "project", "part-of-id"];

/** The widest first. */
export function broadPipelines(
  view: Pick<TrustView, "role" | "grants" | "context">,
): readonly BroadPipeline[] {
  return strangersOf(view)
    .filter(({ kind }) => kind === "oidc")
    .flatMap(({ grants }) => grants.flatMap((index) => broadPipeline(index, view.grants[index]) ?? []))
    .sort((a, b) => widestFirst.indexOf(a.kind) - widestFirst.indexOf(b.kind) || a.grant - b.grant);
}

/** Why it is broad, and who can get in by it: sentences. */
export function breadthReasons({ kind, binding }: BroadPipeline): readonly string[] {
  const { issuer, pattern, terms } = binding;
  // The words for a pattern that is not there are about those that are taken out; `IfExists` asks for nothing.
  if (pattern === null && !terms.some(({ operator }) => bareOperator(operator).includes("not"))) {
    return issuer.tenancy === "shared" && kind === "anyone"
      ? [`Nothing is asked of the subject. Anyone can get a token from ${issuer.name}, and theirs passes.`]
      : [`Nothing is asked of the subject. Whatever runs at this ${issuer.tenantWord} can get in.`];
  }
  const { title, reason } = breadthText(kind, pattern?.text ?? null, binding);
  return [`${issuer.name}: ${title}.`, reason];
}

function broadPipeline(index: number, grant: TrustGrant | undefined): BroadPipeline | null {
  const binding = grant === undefined ? null : bindingOf(grant);
  if (binding === null || !isPipeline(binding) || binding.reach === "detail") return null;
  const { reach, pattern } = binding;
  const kind =
    reach !== "anyone" ? reach : pattern !== null && namesSomebody(pattern) ? "alike" : ("anyone" as const);
  return { grant: index, binding, kind };
}
