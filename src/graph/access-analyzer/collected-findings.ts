/** What Access Analyzer found, as it was collected beside the account's settings. */
import type { AccountId, Snapshot } from "../../model/index.ts";

export type AnalyzerFinding = {
  readonly id: string;
  readonly resource: string;
  readonly type: string;
  /** As AccessLens names parties: an ARN, an account's root, a provider, `anyone`. */
  readonly principal: string;
  /** Who of them is let in by the finding's condition: AccessLens names these, the analyzer whom the policy names. */
  readonly narrowedTo: readonly string[];
  /** Somebody has said that it is meant. */
  readonly archived: boolean;
  /** Why the analyzer could not look, if it could not. */
  readonly error: string | null;
};

export type CollectedAnalyzer = {
  readonly arn: string;
  readonly account: AccountId;
  readonly region: string;
  /** Trusts its account alone, or the whole organization: who is inside is no finding. */
  readonly zone: "account" | "organization";
  readonly active: boolean;
  readonly findings: readonly AnalyzerFinding[];
};

/** Null: nowhere were analyzers collected. What has another shape is passed over. */
export function collectedAnalyzers(snapshot: Snapshot): readonly CollectedAnalyzer[] | null {
  let wereCollected = false;
  const found: CollectedAnalyzer[] = [];
  for (const [index, { id, partition }] of snapshot.accounts.entries()) {
    const listed = snapshot.accountData(index)?.settings?.AccessAnalyzers;
    if (!Array.isArray(listed)) continue;
    wereCollected = true;
    for (const row of listed.filter(isRecord)) {
      const { arn, region, type, status, findings } = row;
      if (typeof arn !== "string" || typeof region !== "string") continue;
      found.push({
        arn,
        account: id,
        region,
        zone: type === "ORGANIZATION" ? "organization" : "account",
        active: status === "ACTIVE",
        findings: (Array.isArray(findings) ? findings : []).flatMap((one) => findingOf(one, partition)),
      });
    }
  }
  return wereCollected ? found : null;
}

/** Whom a finding lets in that names nobody, as those do of what the analyzer could not look at. */
export const nobodyNamed = "unknown";

/** One for each principal that it names. */
function findingOf(row: unknown, partition: string): readonly AnalyzerFinding[] {
  if (!isRecord(row) || typeof row.id !== "string" || typeof row.resource !== "string") return [];
  const { id, resource, resourceType, principal, isPublic, error, status, condition } = row;
  // What it does not find any more.
  if (status === "RESOLVED") return [];
  const named = isRecord(principal) ? Object.values(principal).filter((one) => typeof one === "string") : [];
  const principals =
    named.length > 0 ? named : isPublic === true ? ["*"] : typeof error === "string" ? [nobodyNamed] : [];
  return principals.map((one) => ({
    id,
    resource,
    type: typeof resourceType === "string" ? resourceType : "unknown",
    principal: partyName(one, partition),
    narrowedTo: isWide(one) ? narrowedTo(condition, partition) : [],
    archived: status === "ARCHIVED",
    error: typeof error === "string" ? error : null,
  }));
}

const isWide = (principal: string): boolean => principal === "*" || isAccount(principal);

const isAccount = (principal: string): boolean => /^(\d{12}|arn:[^:]*:iam::\d{12}:root)$/.test(principal);

/** Condition keys that say who calls, the narrowest first, and their values as parties. */
const callerKeys: readonly (readonly [key: string, party: (value: string, partition: string) => string])[] = [
  // A pattern lets in those of its account.
  [
    "aws:principalarn",
    (value, partition) => (/[*?]/.test(value) ? partyName(value.split(":")[4] ?? "", partition) : value),
  ],
  ["aws:principalaccount", (value, partition) => partyName(value, partition)],
  ["aws:principalorgpaths", (value) => value],
  ["aws:principalorgid", (value) => value],
];

function narrowedTo(condition: unknown, partition: string): readonly string[] {
  if (!isRecord(condition)) return [];
  for (const [key, party] of callerKeys) {
    const [, told] = Object.entries(condition).find(([name]) => name.toLowerCase() === key) ?? [];
    // The API has one text for each key; several values are parted by commas.
    if (typeof told === "string") {
      const values = told.split(",").map((value) => value.replaceAll(/[[\]"\s]/g, ""));
      return values.filter((value) => value !== "").map((value) => party(value, partition));
    }
  }
  return [];
}

function partyName(principal: string, partition: string): string {
  if (principal === "*") return "anyone";
  return /^\d{12}$/.test(principal) ? `arn:${partition}:iam::${principal}:root` : principal;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
