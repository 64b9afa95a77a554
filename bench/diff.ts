/** Two snapshots of a large organization against each other, with 100 changes of all kinds in between: whole processes. */
import { dirname, join } from "node:path";
import { driftOfSubjects } from "../src/drift/index.ts";
import type { AccountIndex, RoleIndex, Snapshot, SnapshotEdit } from "../src/model/index.ts";
import { editedSnapshot } from "../src/model/index.ts";
import { writeSnapshot } from "../src/store/index.ts";
import { engineOf, openEngine } from "../src/work/engine.ts";
import { type Measurement, measure } from "./measure.ts";

export type DiffFigures = {
  readonly changes: number;
  /** Without caches beside the snapshots, and with them. */
  readonly cold: Measurement;
  readonly cached: Measurement;
  readonly chainsCold: Measurement;
  readonly chainsCached: Measurement;
  /** Of one role whose trust policy changed, both engines at hand: milliseconds, median and p95. */
  readonly subject: { readonly median: number; readonly p95: number; readonly count: number };
};

export async function measureDiff(executable: string, snapshot: string): Promise<DiffFigures> {
  const engine = await openEngine(snapshot, { engineVersion: "bench", cache: false });
  if (!engine.ok) throw new Error(engine.error.message);
  const edits = editsOf(engine.value.snapshot);
  const edited = editedSnapshot(engine.value.snapshot, edits);
  if (!edited.ok) throw new Error(edited.error.message);
  const after = join(dirname(snapshot), "after-100-changes.alens");
  const written = await writeSnapshot(after, edited.value);
  if (!written.ok) throw new Error(written.error.message);
  const diff = (...more: readonly string[]): Measurement =>
    measure([executable, "diff", snapshot, after, "--format", "json", ...more]);
  const cold = diff("--no-cache");
  const chainsCold = diff("--no-cache", "--chains");
  diff("--chains");
  return {
    changes: JSON.parse(cold.stdout).changes.length,
    cold,
    cached: diff(),
    chainsCold,
    chainsCached: diff("--chains"),
    subject: measureSubjects(engine.value.snapshot, edited.value, edits),
  };
}

function measureSubjects(
  before: Snapshot,
  after: Snapshot,
  edits: readonly SnapshotEdit[],
): DiffFigures["subject"] {
  const [one, other] = [engineOf(before), engineOf(after)];
  const roles = edits.flatMap((edit) => (edit.kind === "trust-policy" ? [edit.role] : []));
  const taken = roles.flatMap((role, at): number[] => {
    const account = before.accounts[before.roles.account[role] ?? -1]?.id;
    if (account === undefined) return [];
    const started = performance.now();
    driftOfSubjects(one, other, [{ kind: "role", account, name: before.roles.name(role) }]);
    // The first ones make what both engines keep.
    return at < 5 ? [] : [performance.now() - started];
  });
  taken.sort((a, b) => a - b);
  return {
    median: taken[taken.length >> 1] ?? 0,
    p95: taken[Math.floor(taken.length * 0.95)] ?? 0,
    count: taken.length,
  };
}

const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

const outsider = "arn:aws:iam::999999999999:root";

/** Spread over the organization, and the same every time: 100. */
function editsOf(snapshot: Snapshot): readonly SnapshotEdit[] {
  const last = snapshot.accounts.length - 1;
  return [
    ...trusts(snapshot, 45),
    ...resources(snapshot, 20),
    ...inlines(snapshot, 19),
    ...managed(snapshot, 10),
    ...controls(snapshot, 5),
    { kind: "account-leaves", account: leaving(snapshot, last) },
  ];
}

function trusts({ roles, accounts }: Snapshot, count: number): readonly SnapshotEdit[] {
  const step = Math.floor(roles.count / count);
  return Array.from({ length: count }, (_, at) => {
    const role: RoleIndex = at * step;
    const sister = accounts[(at * 7 + 1) % accounts.length]?.id;
    const principal = at % 3 === 0 ? "*" : at % 3 === 1 ? outsider : `arn:aws:iam::${sister}:root`;
    return {
      kind: "trust-policy",
      role,
      text: policy({ Effect: "Allow", Principal: { AWS: principal }, Action: "sts:AssumeRole" }),
    };
  });
}

function resources(snapshot: Snapshot, count: number): readonly SnapshotEdit[] {
  return taken(snapshot, count, (account) => {
    const bucket = snapshot
      .accountData(account)
      ?.resources?.find(({ type, policy: document }) => type === "AWS::S3::Bucket" && document !== null);
    if (bucket === undefined) return null;
    const { arn: resource } = bucket;
    const read = { Principal: { AWS: outsider }, Action: "s3:GetObject", Resource: `${resource}/*` };
    return { kind: "resource-policy", account, resource, text: policy({ Effect: "Allow", ...read }) };
  });
}

function inlines(snapshot: Snapshot, count: number): readonly SnapshotEdit[] {
  const text = policy({
    Effect: "Allow",
    Action: ["secretsmanager:GetSecretValue", "sts:AssumeRole"],
    Resource: "*",
  });
  return taken(snapshot, count, (account) => {
    const [first, end] = snapshot.roles.ofAccount(account);
    for (let role = first; role < end; role++) {
      const name = snapshot.roles.row(role).inlinePolicies[0]?.name;
      if (name !== undefined) return { kind: "inline-policy", holder: { kind: "role", role }, name, text };
    }
    return null;
  });
}

function managed(snapshot: Snapshot, count: number): readonly SnapshotEdit[] {
  const text = policy({ Effect: "Allow", Action: "s3:*", Resource: "*" });
  return taken(snapshot, count, (account) => {
    const own = snapshot
      .accountData(account)
      ?.managedPolicies.find(({ arn }) => !arn.includes(":aws:policy/"));
    return own === undefined ? null : { kind: "managed-policy", account, policy: own.arn, text };
  });
}

function controls({ organization }: Snapshot, count: number): readonly SnapshotEdit[] {
  const text = policy(
    { Effect: "Allow", Action: "*", Resource: "*" },
    { Effect: "Deny", Action: "ec2:RunInstances", Resource: "*" },
  );
  const own = (organization?.controlPolicies ?? []).filter(
    ({ id, type }) => type === "SERVICE_CONTROL_POLICY" && id !== "p-FullAWSAccess",
  );
  return own.slice(0, count).map(({ id }) => ({ kind: "control-policy", id, text }));
}

/** One of so many accounts each, in which there is something to change. */
function taken(
  { accounts }: Snapshot,
  count: number,
  edit: (account: AccountIndex) => SnapshotEdit | null,
): readonly SnapshotEdit[] {
  const edits: SnapshotEdit[] = [];
  for (let account = 0; account < accounts.length && edits.length < count; account += 3) {
    const made = edit(account);
    if (made !== null) edits.push(made);
  }
  return edits;
}

function leaving({ accounts, organization }: Snapshot, from: number): AccountIndex {
  for (let account = from; account > 0; account--)
    if (accounts[account]?.id !== organization?.managementAccount && accounts[account]?.hasData === true)
      return account;
  throw new Error("there is no account that could leave");
}
