/** The snapshot as sections of a cache file, and back: columns as typed arrays, everything else when asked for. */
import {
  type Account,
  columnSnapshot,
  organizationPaths,
  type RoleColumns,
  roleNumberColumns,
  roleTextColumns,
  type Snapshot,
  type TextColumn,
} from "../model/index.ts";
import { accountDataRows, managedPolicyRow, readAccountData, readManagedPolicies } from "./account-rows.ts";
import type { CacheFile, NewSection } from "./cache-file.ts";
import { awsPolicyNumbers } from "./encode-snapshot.ts";
import {
  accountRow,
  coverageRow,
  organizationRow,
  readAccount,
  readCoverage,
  readOrganization,
} from "./organization-rows.ts";
import { isRecord, Shape } from "./shape.ts";
import { textHeap, textSections } from "./text-heap.ts";

/** Sections of callers begin otherwise. */
export const ownPrefix = "snapshot/";

/** Null: the snapshot is too large for the cache's addresses. */
export function snapshotSections(snapshot: Snapshot): NewSection[] | null {
  const { columns } = snapshot.roles;
  const heaps = [
    ...roleTextColumns.map((name) => textSections(`${ownPrefix}${name}`, columns[name])),
    textSections(`${ownPrefix}documents`, templates(snapshot)),
    textSections(`${ownPrefix}accountData`, accountDataTexts(snapshot)),
  ];
  const sections: NewSection[] = [
    { name: `${ownPrefix}head`, data: () => Buffer.from(JSON.stringify(head(snapshot))) },
  ];
  for (const name of roleNumberColumns) {
    const { buffer, byteOffset, byteLength } = columns[name];
    sections.push({
      name: `${ownPrefix}${name}`,
      data: () => new Uint8Array(buffer, byteOffset, byteLength),
    });
  }
  for (const heap of heaps) {
    if (heap === null) return null;
    sections.push(...heap);
  }
  return sections;
}

function head(snapshot: Snapshot) {
  return {
    createdAt: snapshot.createdAt,
    source: snapshot.source,
    organization: snapshot.organization === null ? undefined : organizationRow(snapshot.organization),
    accounts: snapshot.accounts.map(accountRow),
    awsPolicies: snapshot.awsManagedPolicies.map(managedPolicyRow),
    identityCenter: snapshot.identityCenter ?? undefined,
    coverage: snapshot.coverage.map(coverageRow),
  };
}

function templates({ documents }: Snapshot): TextColumn {
  // The table's own numbers, from 0 to its count.
  return {
    length: documents.count,
    at: (index) => documents.template(index as Parameters<typeof documents.template>[0]),
  };
}

/** Each account's data as JSON; the empty text where there is none. */
function accountDataTexts(snapshot: Snapshot): TextColumn {
  const numberOf = awsPolicyNumbers(snapshot.awsManagedPolicies);
  const texts = snapshot.accounts.map((_, index) => {
    const data = snapshot.accountData(index);
    return data === null ? "" : JSON.stringify(accountDataRows(data, numberOf));
  });
  return { length: texts.length, at: (index) => texts[index] ?? "" };
}

/**
 * The snapshot over an open cache file. `instead` reads the snapshot's own file, for a page that turns out to be damaged
 * after all; it is called once at most. Null: the file is damaged, or not of our making.
 */
export function cachedSnapshot(file: CacheFile, instead: () => Snapshot): Snapshot | null {
  let recovered: Snapshot | null = null;
  const recover = () => {
    recovered ??= instead();
    return recovered;
  };
  const headBytes = file.read(`${ownPrefix}head`);
  const documents = textHeap(file, `${ownPrefix}documents`, () => templates(recover()));
  const accountTexts = textHeap(file, `${ownPrefix}accountData`, () => accountDataTexts(recover()));
  const roles = roleColumns(file, recover);
  if (headBytes === null || documents === null || accountTexts === null || roles === null) return null;

  const shape = new Shape();
  shape.documents = documents.length;
  const headRow: unknown = JSON.parse(Buffer.from(headBytes.buffer).toString("utf8"));
  if (!isRecord(headRow)) return null;
  const organization =
    headRow.organization === undefined ? null : readOrganization(headRow.organization, shape);
  const pathOf = organization === null ? () => null : organizationPaths(organization.id, organization.units);
  const accounts: Account[] = [];
  shape.rows(headRow.accounts, "accounts", (row) => {
    const account = readAccount(row, shape);
    accounts.push({ ...account, organizationPath: account.parent === null ? null : pathOf(account.parent) });
  });
  const awsManagedPolicies = readManagedPolicies(headRow.awsPolicies, "awsPolicies", shape);
  const { source } = headRow;
  if (source !== "import" && source !== "collect" && source !== "synth") return null;
  const parts = {
    createdAt: shape.whole(headRow.createdAt, "createdAt", 0),
    source,
    organization,
    accounts,
    roles,
    templates: documents,
    awsManagedPolicies,
    identityCenter:
      headRow.identityCenter === undefined ? null : shape.free(headRow.identityCenter, "identityCenter"),
    coverage: readCoverage(headRow.coverage, shape),
  } as const;
  if (shape.fault !== null) return null;
  return columnSnapshot({
    ...parts,
    accountData: (index) => {
      const account = accounts[index];
      const text = accountTexts.at(index);
      if (account === undefined || text === "") return null;
      const data = readAccountData(JSON.parse(text), account, awsManagedPolicies, shape);
      return shape.fault === null ? data : recover().accountData(index);
    },
  });
}

function roleColumns(file: CacheFile, recover: () => Snapshot): RoleColumns | null {
  const numbers = new Map<string, Uint32Array>();
  for (const name of roleNumberColumns) {
    const bytes = file.read(`${ownPrefix}${name}`);
    if (bytes === null) return null;
    numbers.set(name, new Uint32Array(bytes.buffer));
  }
  const column = (name: (typeof roleNumberColumns)[number]) => numbers.get(name) ?? new Uint32Array();
  const texts = (name: (typeof roleTextColumns)[number]) =>
    textHeap(file, `${ownPrefix}${name}`, () => recover().roles.columns[name]);
  const names = texts("names");
  const uniqueIds = texts("uniqueIds");
  const shared = texts("texts");
  if (names === null || uniqueIds === null || shared === null) return null;
  return {
    count: names.length,
    account: column("account"),
    trustPolicy: column("trustPolicy"),
    createdAt: column("createdAt"),
    lastUsedAt: column("lastUsedAt"),
    maxSessionSeconds: column("maxSessionSeconds"),
    path: column("path"),
    permissionsBoundary: column("permissionsBoundary"),
    description: column("description"),
    inlineStart: column("inlineStart"),
    inlineName: column("inlineName"),
    inlineDocument: column("inlineDocument"),
    attachedStart: column("attachedStart"),
    attachedPolicy: column("attachedPolicy"),
    tagStart: column("tagStart"),
    tagKey: column("tagKey"),
    tagValue: column("tagValue"),
    profileStart: column("profileStart"),
    profile: column("profile"),
    names,
    uniqueIds,
    texts: keeping(shared),
  };
}

/** Keeps decoded texts: the shared ones are asked for again and again. */
function keeping(column: TextColumn): TextColumn {
  const kept: (string | undefined)[] = [];
  return {
    length: column.length,
    at(index) {
      const before = kept[index];
      if (before !== undefined) return before;
      const text = column.at(index);
      if (index < column.length) kept[index] = text;
      return text;
    },
  };
}
