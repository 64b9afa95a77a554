/** Changes in a real browser: over time, narrowed down, opened, by keyboard alone; and new ones while another process settles them. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { driftStory, secretId, settleDrift } from "../support/drift-events.ts";
import { goTo, openPlace, type Place, skip, untilQuiet, visit } from "./support/browser.ts";
import { type DriftPlace, serveDrift } from "./support/drift-place.ts";

let place: Place;
let drift: DriftPlace;
let snapshot = "";

before(async () => {
  if (skip !== false) return;
  place = await openPlace();
  snapshot = join(place.folder, "org.alens");
  place.accesslens("synth", "--accounts", "20", "--roles", "20", "--seed", "7", "--out", snapshot);
  drift = await serveDrift(place, snapshot, "--external-ids", "masked");
});
after(async () => {
  await drift?.store.close();
  await place?.close();
});

async function open(hash = "#/drift") {
  const seen = await visit(place, drift.url);
  await goTo(seen.page, hash);
  return seen;
}

const slider = (page: Page) => page.getByRole("slider", { name: /Changes by/ });

async function total(page: Page): Promise<number> {
  await untilQuiet(page);
  const text = await page.locator(".total").textContent();
  return Number(text?.replace(/\D/g, ""));
}

/** In a process of its own. */
function settling(count: number, between: number): Promise<unknown> {
  const script = join(import.meta.dirname, "support", "settle-drift.ts");
  const args = [script, drift.storeUrl, String(count), String(between)];
  return once(spawn(process.execPath, args, { stdio: "inherit" }), "exit");
}

test("filters narrow changes down, each view has its address, and back leads through them", {
  skip,
}, async () => {
  const { page, complaints } = await open();
  assert.equal(await total(page), driftStory().length);
  await page.getByRole("checkbox", { name: /outsiders gained/ }).check();
  await page.waitForURL(/side=outsiders/);
  assert.equal(await total(page), 3);
  await page.getByRole("checkbox", { name: /anna\.meier/ }).check();
  await page.waitForURL(/who=/);
  assert.equal(await total(page), 2);
  await page.reload();
  assert.equal(await total(page), 2);
  await page.goBack();
  await page.waitForURL((to) => !to.hash.includes("who="));
  assert.equal(await total(page), 3);
  assert.deepEqual(complaints, []);
});

test("by keyboard alone, one goes along the time, looks closer, and opens a change", { skip }, async () => {
  const { page, complaints } = await open();
  await slider(page).focus();
  await page.keyboard.press("Home");
  assert.match((await slider(page).getAttribute("aria-valuetext")) ?? "", /^11 Nov 2026: 1 change/);
  await page.keyboard.press("PageUp");
  assert.match((await slider(page).getAttribute("aria-valuetext")) ?? "", /^13 Nov 2026: 1 change/);
  await page.keyboard.press("ArrowRight");
  assert.match((await slider(page).getAttribute("aria-valuetext")) ?? "", /no change/);
  await page.keyboard.press("PageUp");
  await page.keyboard.press("Enter");
  await page.waitForURL(/from=2026-11-15&to=2026-11-15/);
  assert.equal(await total(page), 8);
  await slider(page).focus();
  await page.keyboard.press("Escape");
  await page.waitForURL((to) => !to.hash.includes("from="));
  assert.equal(await total(page), driftStory().length);
  await page.getByRole("link", { name: /Anyone in AWS could assume/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: /Anyone in AWS could assume/ }).waitFor();
  assert.deepEqual(complaints, []);
});

test("the table tells what the picture shows", { skip }, async () => {
  const { page } = await open("#/drift?view=table");
  const byDay = page.getByRole("region", { name: /Changes by day/ });
  const events = await byDay.locator("tbody tr td:nth-child(2)").allTextContents();
  assert.equal(
    events.reduce((sum, text) => sum + Number(text), 0),
    driftStory().length,
  );
  await byDay.getByRole("link", { name: "15 Nov 2026" }).click();
  await page.waitForURL(/from=2026-11-15/);
  assert.equal(await total(page), 8);
});

test("a change is told whole, its text side by side, without the external ID", { skip }, async () => {
  const { page, complaints } = await open("#/drift-event?id=drift-dropped");
  await page.getByRole("region", { name: "The text before and after" }).waitFor();
  const text = await page.locator("main").innerText();
  for (const told of [
    "external ID no longer asked for",
    "It reads every object of arn:aws:s3:::ledger-2026.",
    "anna.meier@example.com",
    "198.51.100.24",
    "The route security takes high and worse.",
    "not told: not severe enough",
    "delivered",
  ]) {
    assert.ok(text.includes(told), told);
  }
  assert.ok(!(await page.content()).includes(secretId));
  assert.ok((await page.locator(".diff td.gone").count()) >= 5);
  await page.getByRole("link", { name: /^The external ID of .* is asked for again$/ }).click();
  await page.getByRole("heading", { level: 1, name: /asked for again/ }).waitFor();
  await page.getByText("Takes back", { exact: true }).waitFor();
  assert.deepEqual(complaints, []);
});

test("a role tells its changes, and a finding its life", { skip }, async () => {
  const { page, complaints } = await open(`#/role?arn=${drift.role}`);
  const changes = page.getByRole("region", { name: "Changes of the role" });
  assert.equal(await changes.locator("tbody tr").count(), 2);
  await goTo(page, `#/finding?id=${drift.finding}`);
  const states = page.getByRole("region", { name: "What became of it" }).locator("tbody td:nth-child(2)");
  assert.deepEqual(await states.allTextContents(), ["open", "fixed", "reopened"]);
  await page.getByRole("region", { name: "Changes that opened it" }).getByRole("link").first().click();
  await page.waitForURL(/drift-event\?id=drift-dropped/);
  assert.deepEqual(complaints, []);
});

test("without a store the pages say how there would be history, and complain of nothing", {
  skip,
}, async () => {
  const url = await place.serve(snapshot);
  const { page, complaints } = await visit(place, url);
  for (const hash of [
    "#/drift",
    "#/drift-event?id=x",
    `#/role?arn=${drift.role}`,
    `#/finding?id=${drift.finding}`,
  ]) {
    await goTo(page, hash);
    await page.getByText("accesslens serve --store sqlite:drift.db").waitFor();
  }
  assert.deepEqual(complaints, []);
});

test("what another process settles is announced once, moves nothing, and is shown when asked for", {
  skip,
}, async () => {
  const { page, complaints } = await open("#/drift?severity=critical");
  const before = await total(page);
  await page.evaluate(() => scrollTo(0, 200));
  const place = await page.evaluate(() => scrollY);
  const rows = await page.locator("main table tbody tr").count();
  await settling(12, 150);
  const note = page.getByRole("status").filter({ hasText: "new changes" });
  await note.getByText("12 new changes, the worst critical").waitFor();
  assert.equal(await page.locator("main table tbody tr").count(), rows);
  assert.equal(await page.evaluate(() => scrollY), place);
  await page.getByRole("button", { name: "Show them" }).click();
  assert.equal(await total(page), before + 12);
  assert.equal(await page.locator(".fresh").count(), 12);
  const titles = await page.getByRole("link", { name: /Settled by another process/ }).allTextContents();
  assert.deepEqual(
    titles,
    Array.from({ length: 12 }, (_, at) => `Settled by another process, number ${11 - at}`),
  );
  assert.equal(await note.count(), 0);
  assert.deepEqual(complaints, []);
});

test("what is settled while the server can't be reached comes afterwards, each change once", {
  skip,
}, async () => {
  const { page } = await open("#/drift?text=unreachable");
  const { store } = drift;
  const [like] = driftStory();
  assert.ok(like !== undefined);
  const settle = (name: string) =>
    settleDrift(store, [{ ...like, id: name, title: `unreachable: ${name}`, at: Date.now() }]);
  await settle("first");
  await page.getByText("1 new change, the worst critical").waitFor();
  await page.context().setOffline(true);
  await settle("second");
  await settle("third");
  await page.getByText(/New changes are not told at the moment/).waitFor();
  await page.context().setOffline(false);
  await page.getByText("3 new changes, the worst critical").waitFor();
  await page.getByText(/New changes are not told at the moment/).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Show them" }).click();
  assert.equal(await total(page), 3);
});

test("who wants new changes at once sees them at the top, and hears of them", { skip }, async () => {
  const { page, complaints } = await open("#/drift?live=1&text=at-once");
  const [like] = driftStory();
  assert.ok(like !== undefined);
  await settleDrift(drift.store, [{ ...like, id: "at-once", title: "at-once", at: Date.now() }]);
  await page.getByRole("link", { name: "at-once", exact: true }).waitFor();
  await page.getByRole("status").filter({ hasText: "1 new change shown at the top" }).waitFor();
  assert.deepEqual(complaints, []);
});
