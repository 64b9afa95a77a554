/** Trust policies as they are now, read from AWS: as good as a snapshot of these roles alone. */
import { readSubject, snapshotOfReads, whyOf } from "../../../collect/live/index.ts";
import { err, ok, type Result } from "../../../model/index.ts";
import { type CollectFailure, type CollectSettings, openConnected } from "../../collect/index.ts";
import { type Engine, engineOf } from "../../engine.ts";
import { roleOf } from "./role-names.ts";

export type LiveTrusts = {
  readonly engine: Engine;
  /** One sentence for each role that could not be read. */
  readonly gaps: readonly string[];
};

export async function liveTrusts(
  settings: CollectSettings,
  roles: readonly string[],
): Promise<Result<LiveTrusts, CollectFailure>> {
  const opened = await openConnected(settings);
  if (!opened.ok) return err(opened.error);
  const { access, connection } = opened.value;
  try {
    const gaps: string[] = [];
    const reads: Parameters<typeof snapshotOfReads>[0][number][] = [];
    for (const arn of roles) {
      const role = roleOf(arn);
      if (role === null) continue;
      const subject = { kind: "role" as const, account: role.account, name: role.name };
      const read = await readSubject(subject, access, connection, { accountTags: false });
      const [gap] = read.gaps;
      if (gap !== undefined) gaps.push(`${arn}: ${whyOf(gap.refusal)} (${gap.refusal.code}).`);
      reads.push({ account: role.account, parts: read.parts });
    }
    const snapshot = await snapshotOfReads(reads, Math.floor(Date.now() / 1000));
    return ok({ engine: engineOf(snapshot), gaps });
  } finally {
    connection.close();
  }
}
