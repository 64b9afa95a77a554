/**
 * Access Analyzer's findings beside ours, party by party: a disagreement is our mistake or its gap, and each is told with
 * the likeliest reason.
 */
import { type CoverageGap, type Resource, type Snapshot, splitArn } from "../../model/index.ts";
import { notesFor, reachGaps } from "../coverage.ts";
import type { ExpansionScope } from "../expand.ts";
import { type Exposed, exposure, type ReachGraph, readEnd } from "../reach/index.ts";
import {
  type AnalyzerFinding,
  type CollectedAnalyzer,
  collectedAnalyzers,
  nobodyNamed,
} from "./collected-findings.ts";

export type ComparedAccess = {
  readonly resource: string;
  readonly type: string;
  /** Who is let in from outside: an ARN, an account's root, a provider, `anyone`; `unknown` of what the analyzer could not look at. */
  readonly principal: string;
  readonly state: "agreed" | "ours only" | "theirs only";
  /** Of ours; null where it is theirs only. */
  readonly proven: boolean | null;
  /** Of theirs, by id. */
  readonly findings: readonly string[];
  /** Why they differ; null where they agree. */
  readonly why: string | null;
};

export type AnalyzerComparison = {
  readonly analyzers: number;
  readonly accesses: readonly ComparedAccess[];
  readonly coverage: readonly CoverageGap[];
  readonly notes: readonly string[];
};

/** What analyzers of external access look at (IAM user guide, "resource types for external access"). */
const lookedAt: ReadonlySet<string> = new Set([
  "AWS::DynamoDB::Stream",
  "AWS::DynamoDB::Table",
  "AWS::EC2::Snapshot",
  "AWS::ECR::Repository",
  "AWS::EFS::FileSystem",
  "AWS::IAM::Role",
  "AWS::KMS::Key",
  "AWS::Lambda::Function",
  "AWS::Lambda::LayerVersion",
  "AWS::RDS::DBClusterSnapshot",
  "AWS::RDS::DBSnapshot",
  "AWS::S3::Bucket",
  "AWS::S3Express::DirectoryBucket",
  "AWS::SNS::Topic",
  "AWS::SQS::Queue",
  "AWS::SecretsManager::Secret",
]);

/** Null: no analyzer was collected anywhere, so that there is nothing to compare with. */
export function compareWithAnalyzers(graph: ReachGraph, scope: ExpansionScope): AnalyzerComparison | null {
  const { snapshot } = graph;
  const analyzers = collectedAnalyzers(snapshot);
  if (analyzers === null || analyzers.length === 0) return null;
  const ours = oursFrom(graph, scope);
  const all = analyzers.flatMap(({ findings }) => findings);
  const theirs = byPair(all, ours);
  const notLookedAt = new Map(
    all.flatMap(({ resource, error }) => (error === null ? [] : [[resource, error]])),
  );
  const accesses: ComparedAccess[] = [];
  for (const [key, { resource, type, exposed }] of ours) {
    const found = theirs.get(key) ?? [];
    const isArchived = found.length > 0 && found.every(({ archived }) => archived);
    const error = notLookedAt.get(resource) ?? null;
    const state = found.length > 0 && !isArchived ? "agreed" : "ours only";
    accesses.push({
      resource,
      type,
      principal: exposed.id,
      state,
      proven: exposed.proven,
      findings: idsOf(found),
      why:
        state === "agreed"
          ? null
          : isArchived
            ? "Access Analyzer has found it, and the finding is archived: by somebody, or by an archive rule."
            : error !== null
              ? notLookedAtFor(error)
              : whyOursOnly(resource, type, exposed, analyzers, snapshot),
    });
  }
  const ofOurs = new Set([...ours.values()].map(({ resource }) => resource));
  for (const [key, some] of theirs) {
    // Archived and not ours: nobody tells of it.
    const found = some.filter(({ archived }) => !archived);
    const [first] = found;
    if (first === undefined || ours.has(key)) continue;
    const { resource, type, principal } = first;
    // That it was not looked at is told with ours.
    if (principal === nobodyNamed && ofOurs.has(resource)) continue;
    accesses.push({
      resource,
      type,
      principal,
      state: "theirs only",
      proven: null,
      findings: idsOf(found),
      why: whyTheirsOnly(first, graph),
    });
  }
  return {
    analyzers: analyzers.length,
    accesses: accesses.toSorted((a, b) =>
      pairKey(a.resource, a.principal) < pairKey(b.resource, b.principal) ? -1 : 1,
    ),
    coverage: reachGaps(graph.assumptions),
    notes: notesFor(snapshot),
  };
}

/** A finding is of whom its condition leaves, where we tell of them; else of whom it names. */
function byPair(
  findings: readonly AnalyzerFinding[],
  ours: ReadonlyMap<string, Ours>,
): ReadonlyMap<string, readonly AnalyzerFinding[]> {
  const pairs = new Map<string, AnalyzerFinding[]>();
  for (const finding of findings) {
    const { resource, principal, narrowedTo } = finding;
    const told = narrowedTo.map((one) => pairKey(resource, one)).filter((key) => ours.has(key));
    for (const key of told.length > 0 ? told : [pairKey(resource, principal)])
      pairs.set(key, [...(pairs.get(key) ?? []), finding]);
  }
  return pairs;
}

const notLookedAtFor = (error: string): string => `Access Analyzer could not look at it: ${error}.`;

function pairKey(resource: string, principal: string): string {
  return `${resource} ${principal}`;
}

function idsOf(findings: readonly AnalyzerFinding[]): readonly string[] {
  return [...new Set(findings.map(({ id }) => id))].toSorted();
}

type Ours = { readonly resource: string; readonly type: string; readonly exposed: Exposed };

/** Everybody outside who comes to a role or resource directly. */
function oursFrom(graph: ReachGraph, scope: ExpansionScope): ReadonlyMap<string, Ours> {
  const found = new Map<string, Ours>();
  for (const { arn, type } of thingsOf(graph)) {
    const to = readEnd(arn);
    if (to === null) continue;
    const question = { to, mostHops: 1, onlyProven: false, action: null };
    for (const exposed of exposure(graph, question, scope)?.who ?? []) {
      if (exposed.external) found.set(pairKey(arn, exposed.id), { resource: arn, type, exposed });
    }
  }
  return found;
}

function* thingsOf({
  snapshot,
  entrances,
}: ReachGraph): Iterable<{ readonly arn: string; readonly type: string }> {
  const roles = new Set(entrances.filter(({ external }) => external).map(({ role }) => role));
  for (const role of roles) {
    if (role < snapshot.roles.count) yield { arn: snapshot.roles.arn(role), type: "AWS::IAM::Role" };
  }
  for (const [index] of snapshot.accounts.entries()) {
    for (const { arn, type, policy, attributes } of snapshot.accountData(index)?.resources ?? []) {
      // Without a policy, grants or lists nobody outside gets in.
      if (policy !== null || "grants" in attributes || "acl" in attributes) yield { arn, type };
    }
  }
}

function whyOursOnly(
  resource: string,
  type: string,
  { proven }: Exposed,
  analyzers: readonly CollectedAnalyzer[],
  snapshot: Snapshot,
): string {
  if (!lookedAt.has(type)) return `Access Analyzer does not look at ${type}.`;
  const parts = splitArn(resource);
  const owner = ownerOf(snapshot, resource);
  const region = parts?.region === "" ? null : (parts?.region ?? null);
  const covers = analyzers.filter(
    ({ active, zone, account, ...analyzer }) =>
      active &&
      (zone === "organization" || account === owner) &&
      (region === null || analyzer.region === region),
  );
  if (covers.length === 0) {
    return region === null
      ? "No active analyzer covers its account."
      : `No active analyzer covers its account in ${region}.`;
  }
  if (!proven)
    return "It is only may here: what decides it is not known, and Access Analyzer takes it for none.";
  return "Access Analyzer has no finding of it: it is newer than the analyzer's last look, or one of the two is mistaken.";
}

function ownerOf(snapshot: Snapshot, resource: string): string | null {
  const named = splitArn(resource)?.account ?? "";
  if (named !== "") return named;
  return resourceRow(snapshot, resource)?.owner ?? null;
}

function resourceRow(
  snapshot: Snapshot,
  arn: string,
): { readonly owner: string; readonly row: Resource } | null {
  for (const [index, { id }] of snapshot.accounts.entries()) {
    const row = snapshot.accountData(index)?.resources?.find((one) => one.arn === arn);
    if (row !== undefined) return { owner: id, row };
  }
  return null;
}

function whyTheirsOnly(
  { resource, type, principal, error }: AnalyzerFinding,
  { snapshot, organization }: ReachGraph,
): string {
  if (error !== null) return notLookedAtFor(error);
  const account = splitArn(principal)?.account;
  if (account !== undefined && organization.isOurs(account)) {
    return "The principal belongs to the organization: outside only for an analyzer that trusts its account alone.";
  }
  const isHeld =
    type === "AWS::IAM::Role"
      ? snapshot.roles.byArn(resource) !== null
      : resourceRow(snapshot, resource) !== null;
  if (!isHeld) return "The snapshot does not hold the resource: it was not collected, or is gone.";
  const role = type === "AWS::IAM::Role";
  return `AccessLens finds that it does not get through: a resource control policy, a public access block, or a condition stands against it. ${role ? "accesslens show role" : "accesslens who-can"} tells; if neither does, one of the two is mistaken.`;
}
