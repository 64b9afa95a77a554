/** An organization of 1,000 accounts with 300 roles each, in a real browser: `npm run browser:large`, some minutes. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { mostMarks } from "../../../web/src/map/marks.ts";
import { violations } from "../support/accessible.ts";
import { goTo, openPlace, type Place, skip, visit } from "../support/browser.ts";

let place: Place;
let url: string;

before(async () => {
  if (skip !== false) return;
  place = await openPlace();
  const snapshot = join(place.folder, "org.alens");
  place.accesslens("synth", "--accounts", "1000", "--roles", "300", "--seed", "7", "--out", snapshot);
  url = await place.serve(snapshot);
});
after(() => place?.close());

async function marksOf(page: Page): Promise<{ readonly boxes: number; readonly arrows: number }> {
  const told = await page
    .getByText(/\d+ boxes, \d+ arrows/)
    .first()
    .textContent();
  const [, boxes, arrows] = /(\d+) boxes, (\d+) arrows/.exec(told ?? "") ?? [];
  return { boxes: Number(boxes), arrows: Number(arrows) };
}

test("the map draws all of its accounts, and no more marks than can be taken in, wherever it is looked at", {
  skip,
}, async () => {
  const { page, complaints } = await visit(place, url);
  const whole = await marksOf(page);
  assert.ok(whole.boxes > 1000, `${whole.boxes} boxes`);
  assert.ok(whole.boxes + whole.arrows <= mostMarks);
  for (const filter of ["From outside", "Without external ID", "With AWS services"]) {
    await page.getByLabel(filter).check();
    const { boxes, arrows } = await marksOf(page);
    assert.ok(boxes + arrows <= mostMarks, `${filter}: ${boxes + arrows}`);
    await page.getByLabel(filter).uncheck();
  }
  await page.keyboard.press("/");
  await page.keyboard.type("prod-audit");
  await page
    .getByRole("option", { name: /^account .*prod-audit/ })
    .first()
    .click();
  await page.waitForURL(/at=account/);
  await page.getByText(/Asking about the account/).waitFor({ state: "detached" });
  const inside = await marksOf(page);
  assert.ok(inside.boxes + inside.arrows <= mostMarks);
  assert.deepEqual(complaints, []);
});

test("findings, ways and the matrix are there for it, and keep nobody out", { skip }, async () => {
  const { page, complaints } = await visit(place, url);
  for (const [hash, text] of [
    ["#/findings", /1 to 50 of [\d,]+ findings/],
    ["#/paths?from=external&to=admin", /ways? lead/],
    ["#/matrix", /Rows let in/],
    ["#/vendor", /parties outside/],
  ] as const) {
    await goTo(page, hash);
    await page.getByText(text).first().waitFor({ state: "attached" });
    assert.deepEqual(await violations(page), [], hash);
  }
  assert.deepEqual(complaints, []);
});
