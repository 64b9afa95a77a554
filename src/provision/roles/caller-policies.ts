/** What a caller may by its own policies, as far as they were read, and whether that is enough for what it needs. */
import { comparePolicies } from "../../authz/symbolic/index.ts";
import { type Arn, type Snapshot, splitArn } from "../../model/index.ts";
import type { PolicyDocument } from "../../policy/index.ts";
import { documentOf } from "./policy-parts.ts";

export type CallerPolicies = {
  /** Text by name. */
  readonly inline: ReadonlyMap<string, string>;
  /** Texts of managed policies, and of those of its groups. */
  readonly others: readonly string[];
  /** Text; null: there is none. */
  readonly boundary: string | null;
  /** False: one of them, or the boundary, is not known. */
  readonly isWhole: boolean;
};

/** Null: nobody of that name is known. */
export function callerPolicies(snapshot: Snapshot, arn: string): CallerPolicies | null {
  const index = snapshot.accountIndex(splitArn(arn)?.account ?? "");
  const account = snapshot.accounts[index ?? -1];
  if (index === null || account === undefined) return null;
  const role = snapshot.roles.byArn(arn);
  const data = snapshot.accountData(index);
  const caller = role === null ? data?.users.find((user) => user.arn === arn) : snapshot.roles.row(role);
  if (caller === undefined) return null;
  const groups = "groups" in caller ? caller.groups : [];
  const own = groups.map((name) => data?.groups.find((group) => group.name === name) ?? null);
  const managed = (policy: Arn): string | null => {
    const found = snapshot.managedPolicy(policy, index);
    return found === null ? null : snapshot.documents.text(found.document, account.id);
  };
  const inlineOf = ({ inlinePolicies }: Pick<typeof caller, "inlinePolicies">) =>
    inlinePolicies.map(
      ({ name, document }) => [name, snapshot.documents.text(document, account.id)] as const,
    );
  const given = [caller, ...own].flatMap((holder) => holder?.attachedPolicies.map(managed) ?? [null]);
  const boundary = caller.permissionsBoundary === null ? null : managed(caller.permissionsBoundary);
  return {
    inline: new Map(inlineOf(caller)),
    others: [
      ...given.filter((text) => text !== null),
      ...own.flatMap((group) => (group === null ? [] : inlineOf(group).map(([, text]) => text))),
    ],
    boundary,
    isWhole: !given.includes(null) && (caller.permissionsBoundary === null || boundary !== null),
  };
}

/** Whether its policies allow all that `needed` allows; null: not known. Control policies over its account are no part of it. */
export function allowsAll(needed: string, policies: CallerPolicies): boolean | null {
  const wanted = documentOf(needed, "identity");
  const own = joined([...policies.inline.values(), ...policies.others]);
  const boundary = policies.boundary === null ? null : documentOf(policies.boundary, "identity");
  if (wanted === null || own === null || !policies.isWhole) return null;
  if (policies.boundary !== null && boundary === null) return null;
  const isWithin = (all: PolicyDocument): boolean => comparePolicies(wanted, all, "identity").aWithinB;
  return isWithin(own) && (boundary === null || isWithin(boundary));
}

/** Null: one of them can't be read, or they are of two versions, whose texts mean different things. */
function joined(texts: readonly string[]): PolicyDocument | null {
  const documents = texts.map((text) => documentOf(text, "identity"));
  const [first] = documents;
  if (first === undefined || first === null) return null;
  const statements: PolicyDocument["statements"][number][] = [];
  for (const document of documents) {
    if (document === null || document.version !== first.version) return null;
    statements.push(...document.statements);
  }
  return { ...first, statements };
}
