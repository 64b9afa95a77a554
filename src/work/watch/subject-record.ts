/** What is kept of a subject after it was looked at: what was read of it, or, where nobody may read it, what events told. */
import { z } from "zod";
import { type ReadParts, snapshotOfReads, type UnitRecord } from "../../collect/live/index.ts";
import {
  type AccountId,
  type CoverageGap,
  coverageKinds,
  type EventDocument,
  isAccountId,
  type Snapshot,
  type Subject,
  withDocuments,
  withSubjects,
} from "../../model/index.ts";

/** `at`: the time of the event that told it, milliseconds since 1970. */
export type ToldDocument = EventDocument & { readonly at: number };

export type SubjectRecord = {
  readonly subject: Subject;
  /** As it was read last; null: it never was, since the snapshot. */
  readonly parts: UnitRecord["parts"] | null;
  /** What of an account could not be read while the rest could. */
  readonly coverage?: readonly CoverageGap[];
  /** Milliseconds since 1970: what happened until then is in `parts`. */
  readonly partsUntil: number;
  /** What events told since, where it could not be read. */
  readonly documents: readonly ToldDocument[];
  /** Milliseconds since 1970: the time of the last event that is in it; 0: there was none. */
  readonly eventsUntil: number;
};

const account = z.custom<AccountId>((value) => typeof value === "string" && isAccountId(value));
const region = z.string().nullable();
const subject = z.discriminatedUnion("kind", [
  z.object({ kind: z.enum(["role", "user", "group"]), account, name: z.string() }),
  z.object({ kind: z.literal("managed-policy"), account, arn: z.string() }),
  z.object({ kind: z.literal("resource"), account, type: z.string(), region, arn: z.string() }),
  z.object({
    kind: z.enum(["identity-providers", "account-settings", "roles-anywhere", "account"]),
    account,
  }),
  z.object({ kind: z.literal("aws-managed-policy"), arn: z.string() }),
  z.object({ kind: z.literal("resources"), account, type: z.string(), region }),
  z.object({ kind: z.literal("organization") }),
  z.object({ kind: z.literal("identity-center") }),
]) satisfies z.ZodType<Subject>;

const rows = z.array(z.record(z.string(), z.unknown()));
const record = z.object({
  subject,
  parts: z
    .object({
      organization: rows.exactOptional(),
      "identity-center": rows.exactOptional(),
      "authorization-details": rows.exactOptional(),
      "identity-providers": rows.exactOptional(),
      "resource-policies": rows.exactOptional(),
      account: rows.exactOptional(),
      "roles-anywhere": rows.exactOptional(),
    })
    .nullable(),
  documents: z.array(
    z.object({
      subject,
      part: z.discriminatedUnion("kind", [
        z.object({ kind: z.enum(["trust-policy", "resource-policy", "managed-policy"]) }),
        z.object({ kind: z.literal("inline-policy"), name: z.string() }),
        z.object({ kind: z.literal("control-policy"), id: z.string() }),
      ]),
      text: z.string().nullable(),
      at: z.number(),
    }),
  ),
  coverage: z
    .array(
      z.object({
        what: z.enum(coverageKinds),
        account: account.nullable(),
        subject: z.string().nullable(),
        reason: z.string(),
      }),
    )
    .exactOptional(),
  partsUntil: z.number(),
  eventsUntil: z.number(),
}) satisfies z.ZodType<SubjectRecord>;

export function recordText(one: SubjectRecord): string {
  return JSON.stringify(one);
}

/** Null: it is none that this version knows. */
export function recordOf(text: string): SubjectRecord | null {
  try {
    return record.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function accountOf(one: Subject): AccountId | null {
  return "account" in one ? one.account : null;
}

/** The snapshot with all of them as the records say: as if they were put over it one by one, in their order. */
export async function withRecords(base: Snapshot, records: readonly SubjectRecord[]): Promise<Snapshot> {
  const reads = withoutOthersPolicies(
    records.flatMap(({ subject, parts, coverage = [] }) =>
      parts === null ? [] : [{ subject, parts, coverage }],
    ),
  );
  const told = records.flatMap(({ documents }) => documents);
  let now = base;
  // What belongs to no account is written as if any one had it.
  const anyone = base.accounts[0]?.id ?? null;
  for (const part of inRounds(reads)) {
    const parts = part.map(
      ({ subject, ...rest }): ReadParts => ({
        ...rest,
        account: subject.kind === "aws-managed-policy" ? anyone : accountOf(subject),
      }),
    );
    const read = await snapshotOfReads(parts, base.createdAt);
    now = withSubjects(
      now,
      read,
      part.map((one) => one.subject),
    );
  }
  return told.length === 0 ? now : withDocuments(now, told);
}

type Read = {
  readonly subject: Subject;
  readonly parts: UnitRecord["parts"];
  readonly coverage: readonly CoverageGap[];
};

/** Those of a round are read as one: what two reads speak of is in two rounds, so that the later has the last word. */
function inRounds(reads: readonly Read[]): readonly (readonly Read[])[] {
  // An account has to be there before what is in it.
  const organization = reads.filter(({ subject }) => subject.kind === "organization");
  const rounds: Read[][] = [];
  const last = new Map<string, { readonly kind: Subject["kind"]; readonly round: number }>();
  // A whole account goes over what was read of it before, and under what was read of it later.
  const [used, least] = [new Map<AccountId, number>(), new Map<AccountId, number>()];
  for (const one of reads) {
    const { subject } = one;
    if (subject.kind === "organization") continue;
    const owner = accountOf(subject);
    const whole = subject.kind === "account" && owner !== null;
    let round = owner === null ? 0 : ((whole ? used.get(owner) : least.get(owner)) ?? 0);
    if (subject.kind === "resource" || subject.kind === "resources") {
      // One resource may be among all of its type.
      const place = `${subject.account} ${subject.type}`;
      const known = last.get(place);
      if (known !== undefined) round = Math.max(round, known.round + (known.kind === subject.kind ? 0 : 1));
      last.set(place, { kind: subject.kind, round });
    }
    if (owner !== null) used.set(owner, Math.max(used.get(owner) ?? 0, round + 1));
    if (whole) least.set(owner, round + 1);
    const all = rounds[round] ?? [];
    all.push(one);
    rounds[round] = all;
  }
  return organization.length === 0 ? rounds : [organization, ...rounds];
}

/** What a principal's read brings of a policy does not count where the policy was read by itself. */
function withoutOthersPolicies(reads: readonly Read[]): readonly Read[] {
  const own = new Set(
    reads.flatMap(({ subject }): string[] => (subject.kind === "managed-policy" ? [subject.arn] : [])),
  );
  if (own.size === 0) return reads;
  return reads.map((read) => {
    const { subject, parts } = read;
    const pages = parts["authorization-details"];
    // What a whole account brings is its own, and lies in a round of its own.
    if (subject.kind === "managed-policy" || subject.kind === "account" || pages === undefined) return read;
    const kept = pages.map((page) => {
      const { Policies } = page;
      return Array.isArray(Policies)
        ? {
            ...page,
            Policies: Policies.filter((row: { readonly Arn?: unknown }) => !own.has(String(row.Arn))),
          }
        : page;
    });
    return { ...read, parts: { ...parts, "authorization-details": kept } };
  });
}
