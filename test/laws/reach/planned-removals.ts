/** Statements of a planned organization that allow something, and the organization without some of them. */
import type { RemovablePlace } from "../../../src/graph/reach/index.ts";
import {
  type OrganizationPlan,
  policyArn,
  roleArn,
  type Statements,
  userArn,
} from "../../support/planned-organization.ts";

/** `place` and `statement` as {@link nameOfRemovable} tells them. */
export function removalsOf(plan: OrganizationPlan): readonly string[] {
  const found: string[] = [];
  mapped(plan, (name, statements) => {
    statements.forEach(({ Effect }, at) => {
      if (Effect !== "Deny") found.push(`${name} ${at}`);
    });
    return statements;
  });
  return found;
}

/** The statements are deleted, so that those after them move up. */
export function planWithout(plan: OrganizationPlan, removed: ReadonlySet<string>): OrganizationPlan {
  return mapped(plan, (name, statements) => statements.filter((_, at) => !removed.has(`${name} ${at}`)));
}

export function nameOfRemovable(place: RemovablePlace, statement: number | null): string {
  switch (place.kind) {
    case "trust-policy":
      return `trust ${place.role} ${statement}`;
    case "inline-policy":
      return `${place.holder}/${place.name} ${statement}`;
    case "managed-policy":
      return `${place.policy} ${statement}`;
    case "attachment":
      return `${place.policy} of ${place.holder}`;
    case "resource-policy":
      return `policy of ${place.resource} ${statement}`;
  }
}

function mapped(
  plan: OrganizationPlan,
  change: (name: string, statements: Statements) => Statements,
): OrganizationPlan {
  const inline = (arn: string, policies: readonly Statements[] = []): readonly Statements[] =>
    policies.map((statements, at) => change(`${arn}/inline-${at}`, statements));
  return {
    ...plan,
    accounts: plan.accounts.map((account) => ({
      ...account,
      roles: (account.roles ?? []).map((role) => {
        const arn = roleArn(account.id, role.name, role.path);
        const trust = role.trust === null ? null : change(`trust ${arn}`, role.trust);
        return { ...role, trust, policies: inline(arn, role.policies) };
      }),
      users: (account.users ?? []).map((user) => ({
        ...user,
        policies: inline(userArn(account.id, user.name), user.policies),
      })),
      groups: (account.groups ?? []).map((group) => ({
        ...group,
        policies: inline(`arn:aws:iam::${account.id}:group/${group.name}`, group.policies),
      })),
      managed: (account.managed ?? []).map(({ name, statements }) => ({
        name,
        statements: change(policyArn(account.id, name), statements),
      })),
      resources: (account.resources ?? []).map((resource) =>
        resource.policy === undefined
          ? resource
          : { ...resource, policy: change(`policy of ${resource.arn}`, resource.policy) },
      ),
    })),
  };
}
