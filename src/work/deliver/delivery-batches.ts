/** What is sent as one message: a delivery by itself, or all that were held until the same instant. */
import type { Alert } from "../../model/index.ts";
import { digestOf } from "../../notify/index.ts";
import type { Delivery } from "../../store/state/state-store.ts";

export type DeliveryBatch = {
  readonly channel: string;
  readonly alert: Alert;
  /** One at least. */
  readonly deliveries: readonly Delivery[];
};

/** Whether it had to wait by decision (quiet hours, a rate limit), and not because the channel failed. */
export function isHeld({ notBefore, createdAt }: Delivery): boolean {
  return notBefore > createdAt;
}

/** In the order in which they came. */
export function batchesOf(deliveries: readonly Delivery[]): readonly DeliveryBatch[] {
  const groups = Map.groupBy(deliveries, (one) =>
    isHeld(one) ? JSON.stringify([one.channel, one.notBefore]) : one.id,
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    // The same ones are the same digest, in whatever order they were taken.
    const sorted = group.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return [
      { channel: first.channel, alert: digestOf(sorted.map(({ alert }) => alert)), deliveries: sorted },
    ];
  });
}
