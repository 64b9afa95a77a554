/** The report as its readers have it: a file that they open from disk. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { violations } from "./support/accessible.ts";
import { goTo, openPlace, type Place, skip, visit } from "./support/browser.ts";

let place: Place;
let url: string;

before(async () => {
  if (skip !== false) return;
  place = await openPlace();
  const snapshot = join(place.folder, "org.alens");
  place.accesslens("synth", "--accounts", "14", "--roles", "12", "--seed", "5", "--out", snapshot);
  const file = join(place.folder, "report.html");
  place.accesslens("report", "--snapshot", snapshot, "--html", file, "--redact");
  url = pathToFileURL(file).href;
});
after(() => place?.close());

test("a report shows the map, findings, parties and roles from disk, and asks nobody", { skip }, async () => {
  const { page, complaints } = await visit(place, url);
  await page.getByText(/\d+ boxes, \d+ arrows/).waitFor();
  await page.getByRole("link", { name: "Findings" }).click();
  await page.getByRole("region", { name: /findings$/ }).waitFor();
  await page.getByLabel("Holding the text").fill("external ID");
  await page
    .getByRole("link", { name: /role\/role-/ })
    .first()
    .click();
  await page.getByRole("heading", { name: "Who can assume it" }).waitFor();
  await page.getByRole("link", { name: "Outside parties" }).click();
  await page
    .getByRole("region", { name: /parties outside/ })
    .getByRole("link")
    .first()
    .click();
  await page.getByRole("heading", { name: "Roles that let it in" }).waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("account-");
  await page
    .getByRole("option", { name: /^account account-/ })
    .first()
    .click();
  await page.waitForURL(/at=account/);
  assert.deepEqual(complaints, []);
});

test("nobody is kept out of a report", { skip }, async () => {
  const { page } = await visit(place, url);
  for (const hash of ["#/map", "#/findings", "#/matrix", "#/vendor", "#/coverage"]) {
    await goTo(page, hash);
    await page.getByRole("heading", { level: 1 }).waitFor({ state: "attached" });
    await page
      .getByText(/^(Asking|Loading|Drawing)/)
      .first()
      .waitFor({ state: "detached" });
    assert.deepEqual(await violations(page), [], hash);
  }
});
