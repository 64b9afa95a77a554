/** Grants that stand in a policy: statements that AccessLens wrote for a resource and a principal. */
import { managedSidsFor } from "../managed-sid.ts";
import { type ManagedStatement, statementsOf } from "../standing-policy-text.ts";
import type { GrantDeclaration } from "./grant-declaration.ts";

export type WhichGrants = Pick<GrantDeclaration, "principal" | "resource"> & {
  /** Those that give no others than these; null: whatever they give. */
  readonly actions: readonly string[] | null;
};

/** As they stand. A text that can't be read has none: the merge refuses it. */
export function standingGrants(text: string | null, which: WhichGrants): readonly ManagedStatement[] {
  const found = text === null ? null : statementsOf(text);
  if (found?.ok !== true) return [];
  const begin = managedSidsFor(which.resource.arn);
  const asked = which.actions === null ? null : new Set(which.actions.map((one) => one.toLowerCase()));
  return found.value.flatMap(({ sid, text: statement }) => {
    if (sid === null || !sid.startsWith(begin)) return [];
    const read: ManagedStatement = JSON.parse(statement);
    if (!principalsOf(read).every((one) => one === which.principal.text)) return [];
    const given = [read.Action ?? []].flat().filter((action) => typeof action === "string");
    return asked === null || given.every((action) => asked.has(action.toLowerCase())) ? [read] : [];
  });
}

function principalsOf({ Principal }: ManagedStatement): readonly unknown[] {
  if (typeof Principal !== "object" || Principal === null) return [Principal];
  return Object.values(Principal).flat();
}
