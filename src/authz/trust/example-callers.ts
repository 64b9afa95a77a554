/** Callers that stand for a party in an example request. */
import { type Arn, splitArn } from "../../model/index.ts";
import type { Test } from "../conditions/test.ts";
import type { OrganizationView, Party } from "../types.ts";
import type { PartyDraft } from "./drafts.ts";
import { exampleTexts } from "./examples.ts";

/** Accounts of AWS's own examples. */
const exampleAccounts = ["111122223333", "444455556666"];

/**
 * Callers to try for a party, the most telling first: of a party of many principals a role or user whose name the guard
 * speaks of, in an account that stands where the party does, and last the party itself.
 */
export function exampleParties(
  party: Party,
  tests: readonly Test[],
  role: Arn,
  organization: OrganizationView,
): readonly PartyDraft[] {
  switch (party.kind) {
    case "federated":
      return party.provider === "*" ? [] : [party];
    case "session": {
      const [form, name] = splitArn(party.arn)?.resource.split("/") ?? [];
      return form === "assumed-role" && name !== undefined ? [{ ...party, roleName: name }] : [];
    }
    case "role":
    case "user":
    case "service":
      return [party];
    case "account":
      return [...exampleCallers([party.account], tests, role), party];
    case "organization":
    case "organizational-unit":
    case "any-account": {
      const owner = splitArn(role)?.account ?? "";
      const named = tests.flatMap(({ values }) => values.flatMap((value) => value.match(/\d{12}/g) ?? []));
      const ours = organization.isOurs(owner) && party.kind !== "any-account" ? [owner] : [];
      const accounts = [...ours, ...exampleAccounts, ...named].slice(0, 8);
      return [...exampleCallers(accounts, tests, role), party];
    }
  }
}

/** Roles and users that the guard speaks of, or that come to mind. */
function exampleCallers(
  accounts: readonly string[],
  tests: readonly Test[],
  role: Arn,
): readonly PartyDraft[] {
  const partition = splitArn(role)?.partition ?? "aws";
  const names = exampleTexts("aws:username", tests);
  const resources = [
    ...exampleTexts("aws:principalarn", tests).flatMap((text) => text.split(":").slice(5).join(":")),
    "role/example",
    ...names.map((name) => `user/${name}`),
  ];
  return accounts.flatMap((account) =>
    resources.flatMap((resource): readonly PartyDraft[] => {
      const kind = /^(role|user)\/./.exec(resource)?.[1];
      if (kind !== "role" && kind !== "user") return [];
      return [{ kind, arn: `arn:${partition}:iam::${account}:${resource}`, account, named: "by-name" }];
    }),
  );
}
