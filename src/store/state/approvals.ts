/** Changes that were announced before they happened. */
import type { StateDatabase } from "./database.ts";
import type { Approval } from "./state-store.ts";
import { lookup } from "./stored-text.ts";

/** An id that is there already stays as it is. */
export async function addApproval(database: StateDatabase, approval: Approval): Promise<void> {
  await database.write(async (db) => {
    await db
      .insertInto("approvals")
      .values({
        id_lookup: lookup(approval.id),
        created_at: approval.createdAt,
        withdrawn_at: approval.withdrawnAt,
        approval: JSON.stringify(approval),
      })
      .onConflict((conflict) => conflict.column("id_lookup").doNothing())
      .execute();
  });
}

/** False: there is none that could be withdrawn. */
export async function withdrawApproval(database: StateDatabase, id: string, at: number): Promise<boolean> {
  return database.write(async (db) => {
    const { numUpdatedRows } = await db
      .updateTable("approvals")
      .set({ withdrawn_at: at })
      .where("id_lookup", "=", lookup(id))
      .where("withdrawn_at", "is", null)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  });
}

/** In the order in which they were made. */
export async function approvals(database: StateDatabase): Promise<readonly Approval[]> {
  return database.read(async (db) => {
    const rows = await db
      .selectFrom("approvals")
      .select(["withdrawn_at", "approval"])
      .orderBy("created_at")
      .orderBy("id_lookup")
      .execute();
    return rows.map((row) => {
      const approval: Approval = JSON.parse(row.approval);
      return { ...approval, withdrawnAt: row.withdrawn_at };
    });
  });
}
