/** The map in a real browser: looked at, asked, walked by keyboard, saved. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { goTo, openPlace, type Place, skip, visit } from "./support/browser.ts";

let place: Place;
let url: string;

before(async () => {
  if (skip !== false) return;
  place = await openPlace();
  const snapshot = join(place.folder, "org.alens");
  place.accesslens("synth", "--accounts", "40", "--roles", "30", "--seed", "7", "--out", snapshot);
  url = await place.serve(snapshot);
});
after(() => place?.close());

test("whoever opens the address sees the organization, and the secret is gone from the address", {
  skip,
}, async () => {
  const { page, complaints } = await visit(place, url);
  await page.getByRole("application").waitFor();
  await page.getByText(/\d+ boxes, \d+ arrows/).waitFor();
  assert.doesNotMatch(page.url(), /token/);
  assert.equal(await page.title(), "Map · AccessLens");
  assert.deepEqual(complaints, []);
});

test("an outsider without external ID is found, and followed to the roles that let it in", {
  skip,
}, async () => {
  const { page, complaints } = await visit(place, url);
  await page.getByLabel("Without external ID").check();
  await page.getByRole("link", { name: "As a table" }).click();
  const arrows = page.getByRole("region", { name: /^\d+ arrows/ });
  const row = arrows
    .getByRole("row")
    .filter({ hasText: "anyone, or an outside account without external ID" })
    .first();
  const who = await row.getByRole("cell").first().textContent();
  assert.ok(who !== null && who.length > 0);
  await page.getByRole("link", { name: "Outside parties" }).click();
  await page
    .getByRole("link", { name: who === "Anyone in AWS" ? who : new RegExp(`^${who}`) })
    .first()
    .click();
  await page.getByRole("heading", { name: "Roles that let it in" }).waitFor();
  await page
    .getByRole("region", { name: /trusts?$/ })
    .getByRole("link")
    .first()
    .click();
  await page.getByRole("heading", { name: "Who can assume it" }).waitFor();
  await page.getByRole("heading", { name: "Trust policy" }).waitFor();
  assert.match(page.url(), /#\/role\?arn=arn/);
  assert.deepEqual(complaints, []);
});

test("what is told beside the picture does not stretch it", { skip }, async () => {
  const { page } = await visit(place, url);
  await page.getByText(/\d+ boxes/).waitFor();
  const height = () =>
    page.getByRole("application").evaluate((canvas) => canvas.getBoundingClientRect().height);
  const before = await height();
  assert.ok(before < 720, `${before} pixels`);
  const picture = await page.getByRole("application").boundingBox();
  assert.ok(picture !== null);
  // In the middle of so many arrows, each of these is on one or on a box.
  for (const part of [0.25, 0.4, 0.55, 0.7]) {
    await page.mouse.click(picture.x + picture.width * part, picture.y + picture.height * 0.45);
    await page.waitForTimeout(300);
    assert.equal(await height(), before);
  }
});

test("back and forward lead through what was looked at", { skip }, async () => {
  const { page } = await visit(place, url);
  await page.getByLabel("From outside").check();
  await page.waitForURL(/only=external/);
  await page.getByLabel("Unused for 90 days").check();
  await page.waitForURL(/only=external%2Cunused/);
  await page.goBack();
  await page.waitForURL((to) => !to.hash.includes("unused"));
  const checked = (label: string, is: boolean) =>
    page
      .getByLabel(label)
      .and(page.locator(is ? ":checked" : ":not(:checked)"))
      .waitFor();
  await checked("Unused for 90 days", false);
  await checked("From outside", true);
  await page.goForward();
  await page.waitForURL(/unused/);
  await checked("Unused for 90 days", true);
});

test("by keyboard alone, an account is found, opened and left, and a role's trust is read", {
  skip,
}, async () => {
  const { page, complaints } = await visit(place, url);
  await page.getByText(/\d+ boxes/).waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("initech-prod-fraud");
  await page
    .getByRole("listbox", { name: "Found" })
    .getByRole("option")
    .first()
    .and(page.getByRole("option", { name: /initech-prod-fraud/ }))
    .waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/at=account/);
  await page.getByRole("navigation", { name: "Where you are" }).getByText("initech-prod-fraud").waitFor();
  await page.getByRole("application").focus();
  const panel = page.getByRole("complementary");
  // The first arrow leads to the account's groups of roles, Enter into one, the next arrow to a role.
  for (let step = 0; step < 12 && !(await panel.getByText("Who can assume it").isVisible()); step++) {
    await page.keyboard.press(step === 0 ? "ArrowDown" : step % 3 === 0 ? "ArrowRight" : "ArrowDown");
    await page.waitForTimeout(250);
  }
  await panel.getByRole("heading", { name: "Who can assume it" }).waitFor();
  await page.keyboard.press("Escape");
  await panel.getByRole("heading", { name: "Who is let in where" }).waitFor();
  await page.keyboard.press("Escape");
  await page.waitForURL(/at=unit/);
  assert.deepEqual(complaints, []);
});

test("the picture is saved as SVG and as PNG", { skip }, async () => {
  const { page } = await visit(place, url);
  await page.getByText(/\d+ boxes/).waitFor();
  for (const [format, start] of [
    ["SVG", "<?xml"],
    ["PNG", "\u0089PNG"],
  ] as const) {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: `Save as ${format}` }).click(),
    ]);
    const bytes = readFileSync(await download.path());
    assert.equal(bytes.subarray(0, start.length).toString("latin1"), start);
    if (format === "SVG") assert.match(bytes.toString(), /Organization o-[a-z0-9]+<\/text>/);
  }
});

test("every account stands in the table twin, with its unit", { skip }, async () => {
  const { page } = await visit(place, url);
  await goTo(page, "#/map?view=table");
  const boxes = page.getByRole("region", { name: /^\d+ boxes/ });
  await boxes.waitFor();
  const accounts = await boxes
    .getByRole("row")
    .filter({ has: page.getByRole("cell", { name: "account", exact: true }) })
    .count();
  assert.equal(accounts, 40);
});

test("an address that was kept shows the same again", { skip }, async () => {
  const { page } = await visit(place, url);
  await page.getByText(/\d+ boxes/).waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("initech-prod-fraud");
  await page
    .getByRole("option", { name: /initech-prod-fraud/ })
    .first()
    .click();
  await page.waitForURL(/at=account/);
  const kept = page.url();
  await page.goto(kept.replace(/#.*/, "#/coverage"));
  await page.getByRole("heading", { name: "Coverage" }).waitFor();
  await page.goto(kept);
  const where = page.getByRole("navigation", { name: "Where you are" }).getByText("initech-prod-fraud");
  await where.waitFor().catch(async (cause: unknown) => {
    const shown = await page.getByRole("main").innerText();
    throw new Error(`${kept} shows at ${page.url()}: ${shown.slice(0, 500)}`, { cause });
  });
});
