/** A server with a store in which a fortnight of changes is told, about the organization that it serves. */
import { join } from "node:path";
import { openStateStore, type StateStore } from "../../../src/store/state/index.ts";
import { settleStory } from "../../support/drift-events.ts";
import type { Place } from "./browser.ts";

export type DriftPlace = {
  readonly url: string;
  /** Another process's, to the server. */
  readonly store: StateStore;
  readonly storeUrl: string;
  /** A role that a vendor comes into, and its finding. */
  readonly role: string;
  readonly account: string;
  readonly finding: string;
};

/** When the story ends, in milliseconds since 1970. */
export const storyEnd = Date.parse("2026-11-24T15:30:00Z");

export async function serveDrift(
  place: Place,
  snapshot: string,
  ...args: readonly string[]
): Promise<DriftPlace> {
  const storeUrl = `sqlite:${join(place.folder, "drift.db")}`;
  const opened = await openStateStore(storeUrl);
  if (!opened.ok) throw new Error(opened.error.message);
  const { findings } = JSON.parse(place.accesslens("scan", "--snapshot", snapshot, "--format", "json"));
  const { id, subject, account } = findings.find(
    (one: { readonly rule: string }) => one.rule === "external-id-missing",
  );
  const story = { role: subject, account, accountName: "payments-prod", finding: id, now: storyEnd };
  await settleStory(opened.value, story);
  const url = await place.serve(snapshot, "--store", storeUrl, ...args);
  return { url, store: opened.value, storeUrl, role: subject, account, finding: id };
}
