/** How long a role's sessions may last, as far as AWS tells whoever asks. */
import type { Asker } from "./assume-role.ts";
import type { Connection } from "./connection.ts";
import { type CallCounts, guarded } from "./guarded-client.ts";
import { refusalOf } from "./refusal.ts";

/**
 * MaxSessionDuration, in seconds, of a role of the asker's own account: IAM reads no others. `name`: without its path.
 * Null: AWS does not tell.
 */
export async function longestSession(
  connection: Connection,
  { account, region, credentials }: Asker,
  name: string,
  counts: CallCounts,
): Promise<number | null> {
  const { IAMClient, GetRoleCommand } = await import("@aws-sdk/client-iam");
  const client = guarded(new IAMClient(connection.configuration(region, credentials)), {
    service: "iam",
    account,
    region,
    allowed: new Set(["GetRole"]),
    gate: connection.gate,
    counts,
  });
  try {
    const { Role } = await client.send(new GetRoleCommand({ RoleName: name }));
    return Role?.MaxSessionDuration ?? null;
  } catch (cause) {
    if (refusalOf(cause) === null) throw cause;
    return null;
  }
}
