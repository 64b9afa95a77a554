/** What has ended is not kept for ever. */
import type { StateDatabase } from "./database.ts";

/** Answers how many rows went. */
export async function forgetBefore(database: StateDatabase, at: number): Promise<number> {
  return database.write(async (db) => {
    const results = [
      await db
        .deleteFrom("deliveries")
        .where("status", "in", ["delivered", "dead"])
        .where("at", "<", at)
        .executeTakeFirst(),
      await db.deleteFrom("dealt_events").where("settled_at", "<", at).executeTakeFirst(),
      await db.deleteFrom("drift_events").where("settled_at", "<", at).executeTakeFirst(),
      await db.deleteFrom("decisions").where("at", "<", at).executeTakeFirst(),
      await db.deleteFrom("leases").where("until", "<", at).executeTakeFirst(),
    ];
    return results.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0);
  });
}
