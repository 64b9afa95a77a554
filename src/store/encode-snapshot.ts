/** A snapshot as the lines of its file, each one JSON text without its line break, made one after the other. */
import type { DocumentIndex, ManagedPolicy, Snapshot } from "../model/index.ts";
import { accountDataRows, managedPolicyRow } from "./account-rows.ts";
import { formatName, formatVersion, rolesPerLine } from "./format.ts";
import { accountRow, coverageRow, organizationRow } from "./organization-rows.ts";
import { roleRow } from "./role-rows.ts";

/** A line of documents ends after this many UTF-16 units. */
const documentsPerLine = 2 ** 20;

export function* snapshotLines(snapshot: Snapshot): Generator<string> {
  let lines = 0;
  for (const line of contentLines(snapshot)) {
    lines += 1;
    yield JSON.stringify(line);
  }
  yield JSON.stringify({ kind: "end", lines: lines + 1 });
}

function* contentLines(snapshot: Snapshot): Generator<object> {
  const { organization, awsManagedPolicies } = snapshot;
  yield {
    format: formatName,
    version: formatVersion,
    createdAt: snapshot.createdAt,
    source: snapshot.source,
    organization: organization?.id,
    accounts: snapshot.accounts.length,
    roles: snapshot.roles.count,
    documents: snapshot.documents.count,
  };
  yield* documentLines(snapshot);
  if (organization !== null) yield { kind: "organization", ...organizationRow(organization) };
  yield { kind: "aws-policies", policies: awsManagedPolicies.map(managedPolicyRow) };
  yield* accountLines(snapshot);
  if (snapshot.identityCenter !== null) yield { kind: "identity-center", value: snapshot.identityCenter };
  yield { kind: "coverage", gaps: snapshot.coverage.map(coverageRow) };
}

function* documentLines({ documents }: Snapshot): Generator<object> {
  let texts: string[] = [];
  let units = 0;
  for (let index = 0; index < documents.count; index += 1) {
    // The table's own numbers, from 0 to its count.
    const text = documents.template(index as DocumentIndex);
    texts.push(text);
    units += text.length;
    if (units >= documentsPerLine) {
      yield { kind: "documents", texts };
      texts = [];
      units = 0;
    }
  }
  if (texts.length > 0) yield { kind: "documents", texts };
}

function* accountLines(snapshot: Snapshot): Generator<object> {
  const numberOf = awsPolicyNumbers(snapshot.awsManagedPolicies);
  for (const [index, account] of snapshot.accounts.entries()) {
    const [first, end] = snapshot.roles.ofAccount(index);
    const data = snapshot.accountData(index);
    yield {
      kind: "account",
      ...accountRow(account),
      ...(data === null ? {} : accountDataRows(data, numberOf)),
      roles: first === end ? undefined : roleRows(snapshot, first, Math.min(end, first + rolesPerLine)),
    };
    for (let at = first + rolesPerLine; at < end; at += rolesPerLine) {
      const roles = roleRows(snapshot, at, Math.min(end, at + rolesPerLine));
      yield { kind: "roles", account: account.id, roles };
    }
  }
}

function roleRows(snapshot: Snapshot, first: number, end: number): object[] {
  const rows: object[] = [];
  for (let index = first; index < end; index += 1) rows.push(roleRow(snapshot.roles.row(index)));
  return rows;
}

export function awsPolicyNumbers(policies: readonly ManagedPolicy[]): (policy: ManagedPolicy) => number {
  const key = (policy: ManagedPolicy) => `${policy.document} ${policy.arn}`;
  const numbers = new Map(policies.map((policy, number) => [key(policy), number]));
  return (policy) => {
    const number = numbers.get(key(policy));
    if (number === undefined) throw new Error(`${policy.arn} is missing among the snapshot's AWS policies`);
    return number;
  };
}
