/** What is kept of a subject after it was looked at: what was read of it, or, where nobody may read it, what events told. */
import { z } from "zod";
import { type ReadParts, snapshotOfReads, type UnitRecord } from "../../collect/live/index.ts";
import {
  type AccountId,
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
  z.object({ kind: z.enum(["identity-providers", "account-settings", "roles-anywhere"]), account }),
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
  return one.kind === "organization" || one.kind === "identity-center" ? null : one.account;
}

/** The snapshot with all of them as the records say: as if they were put over it one by one, in their order. */
export async function withRecords(base: Snapshot, records: readonly SubjectRecord[]): Promise<Snapshot> {
  const reads = withoutOthersPolicies(
    records.flatMap(({ subject, parts }) => (parts === null ? [] : [{ subject, parts }])),
  );
  const told = records.flatMap(({ documents }) => documents);
  let now = base;
  for (const part of inRounds(reads)) {
    const parts = part.map((one): ReadParts => ({ account: accountOf(one.subject), parts: one.parts }));
    const read = await snapshotOfReads(parts, base.createdAt);
    now = withSubjects(
      now,
      read,
      part.map((one) => one.subject),
    );
  }
  return told.length === 0 ? now : withDocuments(now, told);
}

type Read = { readonly subject: Subject; readonly parts: UnitRecord["parts"] };

/** Those of a round are read as one: what two reads speak of is in two rounds, so that the later has the last word. */
function inRounds(reads: readonly Read[]): readonly (readonly Read[])[] {
  // An account has to be there before what is in it.
  const organization = reads.filter(({ subject }) => subject.kind === "organization");
  const rounds: Read[][] = [];
  const last = new Map<string, { readonly kind: Subject["kind"]; readonly round: number }>();
  for (const one of reads) {
    const { subject } = one;
    if (subject.kind === "organization") continue;
    let round = 0;
    if (subject.kind === "resource" || subject.kind === "resources") {
      // One resource may be among all of its type.
      const place = `${subject.account} ${subject.type}`;
      const known = last.get(place);
      round = known === undefined ? 0 : known.round + (known.kind === subject.kind ? 0 : 1);
      last.set(place, { kind: subject.kind, round });
    }
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
  return reads.map(({ subject, parts }) => {
    const pages = parts["authorization-details"];
    if (subject.kind === "managed-policy" || pages === undefined) return { subject, parts };
    const kept = pages.map((page) => {
      const { Policies } = page;
      return Array.isArray(Policies)
        ? {
            ...page,
            Policies: Policies.filter((row: { readonly Arn?: unknown }) => !own.has(String(row.Arn))),
          }
        : page;
    });
    return { subject, parts: { ...parts, "authorization-details": kept } };
  });
}
