/** Trust policies as they are now, read from AWS: as good as a snapshot of these roles alone. */
import { type StandingPolicy, trustPolicy } from "../../../aws/writes/index.ts";
import { type ReadParts, readSubject, snapshotOfReads, whyOf } from "../../../collect/live/index.ts";
import { err, ok, type Result } from "../../../model/index.ts";
import { type CollectFailure, type CollectSettings, openConnected } from "../../collect/index.ts";
import { engineOf } from "../../engine.ts";
import type { KnownTrust } from "./known-trusts.ts";
import { roleOf } from "./role-names.ts";
import type { ReadTrusts } from "./verify.ts";

export type LiveTrusts = ReadTrusts & {
  /** One sentence for each role that could not be read. */
  readonly gaps: readonly string[];
};

type Opened = Extract<Awaited<ReturnType<typeof openConnected>>, { readonly ok: true }>["value"];

export async function liveTrusts(
  settings: CollectSettings,
  roles: readonly string[],
): Promise<Result<LiveTrusts, CollectFailure>> {
  const opened = await openConnected(settings);
  if (!opened.ok) return err(opened.error);
  try {
    return ok(await readTrusts(opened.value, roles));
  } finally {
    opened.value.connection.close();
  }
}

export async function readTrusts(
  { access, connection }: Opened,
  roles: readonly string[],
): Promise<LiveTrusts> {
  const gaps: string[] = [];
  /** Of those that are not in what is read. */
  const unread = new Map<string, string>();
  const reads: ReadParts[] = [];
  for (const arn of roles) {
    const role = roleOf(arn);
    if (role === null) continue;
    const subject = { kind: "role" as const, account: role.account, name: role.name };
    const read = await readSubject(subject, access, connection, { accountTags: false });
    const [gap] = read.gaps;
    if (gap !== undefined) {
      const why = `${whyOf(gap.refusal)} (${gap.refusal.code})`;
      gaps.push(`${arn}: ${why}.`);
      unread.set(arn, `It could not be read: ${why}.`);
    } else unread.set(arn, "There is no such role.");
    reads.push({ account: role.account, parts: read.parts });
  }
  const snapshot = await snapshotOfReads(reads, Math.floor(Date.now() / 1000));
  return { engine: engineOf(snapshot), unread: (arn) => unread.get(arn) ?? null, gaps };
}

/** How trust policies are written with the same access. */
export function trustWriter({ access, connection }: Opened) {
  return {
    by: access.home.caller.arn,
    standing: async ({ arn, account }: KnownTrust["role"]): Promise<StandingPolicy> => {
      const role = roleOf(arn);
      if (role === null) throw new Error(`${arn} is no role's ARN`);
      return trustPolicy(role.name, arn, {
        connection,
        credentials: access.credentialsOf(role.account),
        account,
        region: access.home.region,
        now: Date.now,
      });
    },
  };
}
