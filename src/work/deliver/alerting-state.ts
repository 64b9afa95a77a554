/** What is remembered that decisions about alerts need. */
import { type AlertConfiguration, type AlertingState, rateWindow } from "../../notify/index.ts";
import type { StateStore } from "../../store/state/state-store.ts";

export async function alertingState(
  store: Pick<StateStore, "approvals" | "deliveredSince">,
  { channels }: AlertConfiguration,
  now: number,
): Promise<AlertingState> {
  const recentlySent = new Map<string, number>();
  for (const channel of channels) {
    const window = rateWindow(channel, now);
    if (window === null) continue;
    recentlySent.set(channel.name, await store.deliveredSince(channel.name, window.from));
  }
  return { approvals: await store.approvals(), now, recentlySent };
}
