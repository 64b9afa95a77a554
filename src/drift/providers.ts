/** Identity providers of an account: one by one, with the roles that trust them. */
import { type AccountData, type Arn, type DocumentIndex, noDocument } from "../model/index.ts";
import type { AccountPair } from "./account-pairs.ts";
import { literalDifferences, oidcProviderMembers } from "./members.ts";
import { paired } from "./paired.ts";
import type { DriftSide } from "./side.ts";
import { listed, sentence } from "./words.ts";
import type { DriftWork } from "./work.ts";

export function compareProviders(
  work: DriftWork,
  pair: AccountPair,
  old: AccountData,
  now: AccountData,
): void {
  // What could not be read on one side is told as coverage.
  if (old.oidcProviders !== null && now.oidcProviders !== null) {
    for (const [before, after] of paired(old.oidcProviders, now.oidcProviders, ({ arn }) => arn)) {
      if (
        before !== null &&
        after !== null &&
        literalDifferences(oidcProviderMembers, before, after).length === 0
      )
        continue;
      tellProvider(work, pair, before?.arn ?? after?.arn ?? null, before, after);
    }
  }
  if (old.samlProviders !== null && now.samlProviders !== null) {
    for (const [before, after] of paired(old.samlProviders, now.samlProviders, (arn) => arn))
      if (before === null || after === null) tellProvider(work, pair, before ?? after, before, after);
  }
}

function tellProvider(
  work: DriftWork,
  { after: account, before: accountBefore, is }: AccountPair,
  arn: Arn | null,
  before: unknown,
  after: unknown,
): void {
  if (arn === null) return;
  const happened = before === null ? "appeared" : after === null ? "disappeared" : "changed";
  const roles =
    happened === "disappeared"
      ? rolesThatTrust(work.before, accountBefore, arn)
      : rolesThatTrust(work.after, account, arn);
  const party = {
    kind: "federated",
    id: arn,
    external: true,
    // Which identities the provider vouches for is not known.
    proven: false,
    guard: [],
    via: "direct",
  } as const;
  work.tell({
    subject: arn,
    kind: "identity-provider",
    account: is.id,
    happened,
    meaning: happened === "appeared" ? "wider" : happened === "disappeared" ? "narrower" : "unclear",
    summary: sentence([
      happened === "changed"
        ? "the identity provider's settings differ"
        : `the identity provider ${happened}`,
      roles.length === 0
        ? "no role of the account trusts it"
        : `${listed(roles)} ${roles.length === 1 ? "trusts" : "trust"} it`,
    ]),
    ...(roles.length > 0 && happened === "appeared" ? { gained: [party] } : {}),
    ...(roles.length > 0 && happened === "disappeared" ? { lost: [party] } : {}),
    before: before === null ? null : JSON.stringify(before, null, 2),
    after: after === null ? null : JSON.stringify(after, null, 2),
  });
}

/** Roles of the account whose trust policies say the provider's name. */
function rolesThatTrust({ snapshot }: DriftSide, account: number, arn: Arn): readonly string[] {
  const [first, end] = snapshot.roles.ofAccount(account);
  const name = arn.slice(arn.indexOf("/") + 1).toLowerCase();
  const roles: string[] = [];
  for (let role = first; role < end; role++) {
    const document = snapshot.roles.trustPolicy[role] ?? noDocument;
    // INVARIANT: what is not `noDocument` is a document's number.
    if (
      document !== noDocument &&
      snapshot.documents
        .template(document as DocumentIndex)
        .toLowerCase()
        .includes(name)
    )
      roles.push(snapshot.roles.arn(role));
  }
  return roles;
}
