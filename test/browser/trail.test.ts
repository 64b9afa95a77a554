/** What really happened, in a real browser: on the map, and on pages of roles and outside parties, by keyboard, and for everyone. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { digestKeyList, logName, signedTrail } from "../support/trail/signed-digests.ts";
import { violations } from "./support/accessible.ts";
import { goTo, openPlace, type Place, skip, untilQuiet, visit } from "./support/browser.ts";
import { serveTrail, type TrailPlace, untilRead, visitTrail } from "./support/trail-place.ts";

let place: Place;
let trail: TrailPlace;

before(async () => {
  if (skip !== false) return;
  place = await openPlace();
  trail = await serveTrail(place);
});
after(() => place?.close());

/** Of the table of arrows: the last column of every row. */
async function usesTold(page: Page): Promise<readonly string[]> {
  await untilQuiet(page);
  const rows = page.getByRole("region", { name: /^\d+ arrows/ }).locator("tbody tr");
  return (await rows.locator("td:last-child").allTextContents()).toSorted();
}

test("by keyboard, the map goes from what is possible to what was used, and the address tells it", {
  skip,
}, async () => {
  const { page, complaints } = await visitTrail(place, trail);
  await page.getByRole("radio", { name: "Possible", exact: true }).focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForURL(/use=observed/);
  await page.getByRole("heading", { name: "What was used" }).waitFor();
  await page.getByText("used within 7 days").waitFor();
  await page.getByRole("heading", { name: "Happened, and impossible by the snapshot" }).waitFor();
  await page.getByRole("radio", { name: "Observed" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForURL(/use=only-possible/);
  await page.getByRole("heading", { name: "What could be used, and was not" }).waitFor();
  await page.reload();
  await page.getByRole("radio", { name: "Only possible" }).waitFor();
  assert.ok(await page.getByRole("radio", { name: "Only possible" }).isChecked());
  assert.deepEqual(complaints, []);
});

test("the table tells in words what the colours tell, and a use is either seen or not", {
  skip,
}, async () => {
  const { page } = await visitTrail(place, trail);
  await goTo(page, "#/map?use=observed&view=table");
  const observed = await usesTold(page);
  await goTo(page, "#/map?use=only-possible&view=table");
  const only = await usesTold(page);
  assert.ok(observed.length > 5 && only.length > 5);
  for (const text of observed) assert.match(text, /^[\d,]+ calls?, last 20\d\d-\d\d-\d\d/);
  for (const text of only) assert.match(text, /^no use seen/);
  await goTo(page, "#/map?use=observed&view=table&only=external");
  assert.ok((await usesTold(page)).length < observed.length);
});

test("inside an account, what its roles and callers did is told apart from what they could", {
  skip,
}, async () => {
  const { page, complaints } = await visitTrail(place, trail);
  const at = `#/map?at=account:${trail.account}&view=table`;
  await goTo(page, `${at}&use=observed`);
  const observed = await usesTold(page);
  assert.ok(observed.some((text) => /^\d+ calls?/.test(text)));
  await goTo(page, `${at}&use=only-possible`);
  for (const text of await usesTold(page)) assert.match(text, /^no use seen/);
  assert.deepEqual(complaints, []);
});

test("a role's page tells who was refused, and one in the middle of chains draws them", {
  skip,
}, async () => {
  const { page, complaints } = await visitTrail(place, trail);
  await goTo(page, `#/role?arn=${trail.refused}`);
  const table = page.getByRole("region", { name: "Assumptions" });
  await table
    .getByRole("cell", { name: /AccessDenied/ })
    .first()
    .waitFor();
  await goTo(page, `#/role?arn=${trail.chained}`);
  const chain = page.getByRole("list", { name: /^Chain of \d+ sessions/ }).first();
  await chain.waitFor();
  assert.ok((await chain.getByRole("listitem").count()) >= 3);
  const here = trail.chained.slice(trail.chained.lastIndexOf("/") + 1);
  assert.match((await page.locator(".chain .here").first().textContent()) ?? "", new RegExp(here));
  // To another role of the chain, by keyboard.
  await chain.getByRole("link").first().focus();
  await page.keyboard.press("Enter");
  await page.waitForURL((to) => !to.hash.includes(here));
  assert.deepEqual(complaints, []);
});

test("by keyboard, a day after the other is told with who came on it, and all days stand in a table", {
  skip,
}, async () => {
  const { page, complaints } = await visitTrail(place, trail);
  await goTo(page, `#/role?arn=${trail.refused}`);
  const day = page.getByRole("slider", { name: "Day (UTC)" });
  const told = page.getByRole("status").filter({ hasText: /^20\d\d-/ });
  await day.focus();
  await page.keyboard.press("End");
  const last = await day.getAttribute("aria-valuetext");
  assert.match((await told.textContent()) ?? "", new RegExp(`^${last}: [\\d,]+ calls?`));
  await page.keyboard.press("ArrowLeft");
  const before = new Date(Date.parse(last ?? "") - 86_400_000).toISOString().slice(0, 10);
  assert.equal(await day.getAttribute("aria-valuetext"), before);
  await page.keyboard.press("Home");
  await page.getByRole("button", { name: "Later day with calls" }).focus();
  await page.keyboard.press("Enter");
  assert.match((await told.textContent()) ?? "", /^20\d\d-\d\d-\d\d: .*(call|refused)/);
  assert.ok((await told.getByRole("listitem").count()) > 0);
  await page.getByText("All days in a table").focus();
  await page.keyboard.press("Enter");
  const rows = page.getByRole("region", { name: /^\d+ days? with calls/ }).getByRole("row");
  // The latest day first, and as many calls in all as the lines tell.
  const cells = (column: number) => rows.locator(`td:nth-child(${column})`).allTextContents();
  const days = await cells(1);
  assert.deepEqual(days, days.toSorted().toReversed());
  const sum = (texts: readonly string[]) =>
    texts.reduce((all, text) => all + Number(text.replace(",", "")), 0);
  const lines = page.getByRole("region", { name: "Assumptions" }).locator("td:nth-child(2)");
  assert.equal(sum(await cells(2)), sum(await lines.allTextContents()));
  assert.ok(sum(await cells(3)) > 0);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(complaints, []);
});

test("an outside party's page tells when it came in, and where", { skip }, async () => {
  const { page, complaints } = await visitTrail(place, trail);
  await goTo(page, `#/vendor?kind=account&id=${trail.outsider}`);
  const row = page.getByRole("region", { name: "Assumptions" }).getByRole("row").nth(1);
  await row.waitFor();
  assert.match((await row.textContent()) ?? "", /20\d\d-\d\d-\d\d/);
  assert.ok(await page.getByRole("link", { name: trail.entered }).count());
  assert.deepEqual(complaints, []);
});

test("a server without a trail offers none, and says how to get one", { skip }, async () => {
  const url = await place.serve(join(place.folder, "trail.alens"));
  const { page, complaints } = await visit(place, url);
  await page.getByText(/\d+ boxes/).waitFor();
  assert.equal(await page.getByRole("radio").count(), 0);
  await goTo(page, `#/role?arn=${trail.chained}`);
  await page.getByText("accesslens serve --events ./trail").waitFor();
  assert.deepEqual(complaints, []);
});

test("a trail that can't be read is said on the pages, and everything else works", { skip }, async () => {
  const url = await place.serve(join(place.folder, "trail.alens"), "--events", join(place.folder, "nowhere"));
  const { page } = await visit(place, url);
  await page.getByText("The trail could not be read.").waitFor();
  await page.getByText(/\d+ boxes/).waitFor();
});

test("faults among the trail's files stand above what it tells, for everyone", { skip }, async () => {
  const [signed, keys] = [join(place.folder, "signed"), join(place.folder, "keys.json")];
  writeFileSync(signedTrail(signed, 3).file(logName(0)), gzipSync("{}"));
  writeFileSync(keys, digestKeyList);
  const proof = ["--verify", "--digest-keys", keys];
  const url = await place.serve(join(place.folder, "trail.alens"), "--events", signed, ...proof);
  const { page, complaints } = await visit(place, url);
  await untilRead(page);
  for (const hash of ["#/map?use=observed", `#/role?arn=${trail.refused}`]) {
    await goTo(page, hash);
    const told = page.getByRole("alert");
    await told.getByText("The trail is not as CloudTrail wrote it.").waitFor();
    await told.getByText(logName(0)).waitFor();
    assert.deepEqual(await violations(page), [], hash);
  }
  assert.deepEqual(complaints, []);
});

for (const dark of [false, true]) {
  test(`nobody is kept out of what the trail tells, in ${dark ? "dark" : "light"}`, { skip }, async () => {
    const { page, complaints } = await visitTrail(place, trail, dark);
    for (const hash of [
      "#/map?use=observed",
      "#/map?use=only-possible&view=table",
      `#/map?at=account:${trail.account}&use=observed`,
      `#/role?arn=${trail.refused}`,
      `#/role?arn=${trail.chained}`,
      `#/vendor?kind=account&id=${trail.outsider}`,
    ]) {
      await goTo(page, hash);
      assert.deepEqual(await violations(page), [], hash);
    }
    assert.deepEqual(complaints, []);
  });
}

test("at twice the size on a laptop, what the trail tells scrolls down, not sideways", { skip }, async () => {
  const { page } = await visit(place, trail.url, { width: 640, height: 360 });
  for (const hash of [`#/role?arn=${trail.chained}`, `#/vendor?kind=account&id=${trail.outsider}`]) {
    await goTo(page, hash);
    const beyond = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.ok(beyond <= 1, `${hash} is ${beyond} pixels too wide`);
  }
});
