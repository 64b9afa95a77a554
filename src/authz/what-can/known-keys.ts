/** What every request of a principal brings for sure (IAM-SEMANTICS A5); all other keys stay open. */
import type { Account, Arn, Organization, Role, Tag, User } from "../../model/index.ts";
import { absent, type KeyValue, known, type Lookup, open } from "../conditions/values.ts";

export function knownOfUser(user: User, account: Account, organization: Organization | null): Lookup {
  return lookup(
    [
      ...ofAccount(account, organization),
      ["aws:principalarn", known(user.arn)],
      ["aws:username", known(user.name)],
      ["aws:userid", known(user.uniqueId)],
      ["aws:principaltype", known("User")],
    ],
    tagValue(user.tags),
  );
}

/** A session may bring tags that override the role's, so that those stay open. */
export function knownOfRole(role: Role, account: Account, organization: Organization | null): Lookup {
  return lookup(
    [
      ...ofAccount(account, organization),
      ["aws:principalarn", known(role.arn)],
      ["aws:username", absent],
      ["aws:principaltype", known("AssumedRole")],
    ],
    () => open,
  );
}

export function knownOfRoot(arn: Arn, account: Account, organization: Organization | null): Lookup {
  return lookup(
    [
      ...ofAccount(account, organization),
      ["aws:principalarn", known(arn)],
      ["aws:username", absent],
      ["aws:principaltype", known("Account")],
      ["aws:userid", known(account.id)],
    ],
    () => absent,
  );
}

type Known = readonly [name: string, value: KeyValue];

function ofAccount(account: Account, organization: Organization | null): readonly Known[] {
  const isMember =
    organization !== null && (account.parent !== null || organization.managementAccount === account.id);
  return [
    ["aws:principalaccount", known(account.id)],
    ["aws:principalisawsservice", known("false")],
    ["aws:principalservicename", absent],
    ["aws:principalservicenameslist", absent],
    ["aws:principalorgid", isMember ? known(organization.id) : open],
    ["aws:principalorgpaths", account.organizationPath === null ? open : known(account.organizationPath)],
  ];
}

function tagValue(tags: readonly Tag[]): (key: string) => KeyValue {
  const byKey = new Map(tags.map(({ key, value }) => [key.toLowerCase(), value]));
  return (key) => {
    const value = byKey.get(key);
    return value === undefined ? absent : known(value);
  };
}

const principalTag = "aws:principaltag/";

function lookup(values: readonly Known[], tag: (key: string) => KeyValue): Lookup {
  const byName = new Map(values);
  return (name) =>
    byName.get(name) ?? (name.startsWith(principalTag) ? tag(name.slice(principalTag.length)) : open);
}
