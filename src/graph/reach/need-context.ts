/** Condition keys of a technique's requests whose value follows from the technique and from whom it is about. */
import type { Guard, GuardTerm } from "../../authz/types.ts";
import type { Need } from "../techniques/technique.ts";
import { type AccountPlace, boundaryOf, type Target } from "./place.ts";

export type NeedAbout = {
  readonly target?: Target;
  /** The one that a role is passed to. */
  readonly service?: string;
};

export function contextOf(need: Need, { service, target }: NeedAbout, place: AccountPlace): Guard {
  const terms = Object.entries(need.context ?? {}).map(([key, value]) => fixed(key, filledIn(value, place)));
  if (need.action === "iam:PassRole" && service !== undefined) {
    terms.push(fixed("iam:PassedToService", service));
  }
  if (target === undefined && /^iam:(Create|Attach)(Role|User)/.test(need.action)) {
    // A new principal under a boundary would not have every permission.
    terms.push(withoutBoundary);
  }
  if (target !== undefined && isAboutBoundary.test(need.action)) {
    const permissionsBoundary = boundaryOf(target);
    terms.push(
      permissionsBoundary === null ? withoutBoundary : fixed("iam:PermissionsBoundary", permissionsBoundary),
    );
  }
  return terms;
}

/** The boundary is the one that is there: who takes it away, too, does so last. */
const isAboutBoundary =
  /^iam:((Attach|Put)(Role|User)Policy|Delete(Role|User)PermissionsBoundary|UpdateAssumeRolePolicy|GetRole)$/;

/** Partition and account put in. */
export function filledIn(text: string, { account: { partition, id } }: AccountPlace): string {
  return text.replaceAll("${Partition}", partition).replaceAll("${Account}", id);
}

const withoutBoundary: GuardTerm = {
  key: "iam:PermissionsBoundary",
  operator: "Null",
  values: ["true"],
  controlledBy: "caller",
};

function fixed(key: string, value: string): GuardTerm {
  return { key, operator: "StringEquals", values: [value], controlledBy: "caller" };
}
