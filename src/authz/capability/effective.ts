/** Whether a row of the table has an effect in an account: some actions only work from certain accounts. */
import type { Account, Organization } from "../../model/index.ts";
import type { Effective } from "./capability-table.ts";

/** A text: it may, and why nobody knows. */
export type IsEffective = boolean | { readonly because: string };

export function isEffective(
  where: Effective | undefined,
  account: Account,
  organization: Organization | null,
): IsEffective {
  if (where === undefined) return true;
  if (organization === null) return { because: "the snapshot holds no organization" };
  if (!account.inOrganization) return false;
  const isManagement = organization.managementAccount === account.id;
  switch (where.in) {
    case "management-account":
      return isManagement;
    case "member-account":
      return !isManagement;
    case "administration-of": {
      if (isManagement) return true;
      const administrators = organization.delegatedAdministrators;
      if (administrators === null) {
        return { because: "the organization's delegated administrators were not collected" };
      }
      return administrators.some(
        (one) => one.account === account.id && one.servicePrincipal === where.servicePrincipal,
      );
    }
  }
}
