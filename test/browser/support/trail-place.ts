/** A server over a made-up organization and its trail, once the trail is read. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { type Place, visit } from "./browser.ts";

export type TrailPlace = {
  readonly url: string;
  /** A role whose callers were refused again and again. */
  readonly refused: string;
  /** One in the middle of chains, and its account. */
  readonly chained: string;
  readonly account: string;
  /** An outside account that comes in, and the role that it comes into. */
  readonly outsider: string;
  readonly entered: string;
};

type Case = { readonly kind: string; readonly role: string | null; readonly by: string };

export async function serveTrail(place: Place): Promise<TrailPlace> {
  const [snapshot, trail, truth] = ["trail.alens", "trail", "truth.json"].map((name) =>
    join(place.folder, name),
  );
  if (snapshot === undefined || trail === undefined || truth === undefined) throw new Error("three names");
  const size = ["--accounts", "20", "--roles", "15", "--seed", "7"];
  const made = ["--trail", trail, "--trail-days", "120", "--trail-events", "4000", "--trail-truth", truth];
  place.accesslens("synth", ...size, "--out", snapshot, ...made);
  const { cases }: { readonly cases: readonly Case[] } = JSON.parse(readFileSync(truth, "utf8"));
  const of = (kind: string): { readonly role: string; readonly by: string } => {
    const found = cases.find((one) => one.kind === kind);
    if (found === undefined || found.role === null) throw new Error(`no case of ${kind}`);
    return { role: found.role, by: found.by };
  };
  const outside = of("outside-account");
  const chained = of("deep-chain").role;
  return {
    url: await place.serve(snapshot, "--events", trail),
    refused: of("failed-attempts").role,
    chained,
    account: chained.split(":")[4] ?? "",
    outsider: /\d{12}/.exec(outside.by)?.[0] ?? "",
    entered: outside.role,
  };
}

/** The page says that the trail is read. */
export async function untilRead(page: Page): Promise<void> {
  await page.getByRole("radio", { name: "Observed" }).waitFor({ timeout: 60_000 });
}

/** A page of a server that has read its trail. */
export async function visitTrail(place: Place, { url }: TrailPlace, dark = false) {
  const seen = await visit(place, url, { dark });
  await untilRead(seen.page);
  return seen;
}
