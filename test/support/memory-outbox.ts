/** An outbox in memory: as much of the store as the delivery loop needs. */
import type { PlannedDelivery } from "../../src/model/index.ts";
import type { Delivery } from "../../src/store/state/state-store.ts";
import type { Outbox } from "../../src/work/deliver/delivery-loop.ts";

export type MemoryOutbox = Outbox & {
  put(planned: readonly PlannedDelivery[], at: number): void;
  all(): readonly Delivery[];
};

export function memoryOutbox(): MemoryOutbox {
  const rows = new Map<string, Delivery & { readonly holder: string | null }>();
  const end = (id: string, holder: string, own: Partial<Delivery>): void => {
    const row = rows.get(id);
    if (row?.status === "sending" && row.holder === holder) rows.set(id, { ...row, ...own, holder: null });
  };
  return {
    put(planned, at) {
      for (const one of planned) {
        if (rows.has(one.id)) continue;
        const fresh = {
          status: "waiting",
          attempts: 0,
          lastError: null,
          createdAt: at,
          holder: null,
        } as const;
        rows.set(one.id, { ...one, ...fresh, at: one.notBefore });
      }
    },
    all: () => [...rows.values()],
    async takeDeliveries(holder, now, milliseconds, limit) {
      const due = [...rows.values()]
        .filter(({ status, at }) => (status === "waiting" || status === "sending") && at <= now)
        .slice(0, limit)
        .map(
          (row) =>
            ({
              ...row,
              status: "sending",
              attempts: row.attempts + 1,
              at: now + milliseconds,
              holder,
            }) as const,
        );
      for (const row of due) rows.set(row.id, row);
      return due;
    },
    async delivered(id, holder, at) {
      end(id, holder, { status: "delivered", at });
    },
    async notDelivered(id, holder, at, error, nextAt) {
      end(id, holder, { status: nextAt === null ? "dead" : "waiting", at: nextAt ?? at, lastError: error });
    },
  };
}
