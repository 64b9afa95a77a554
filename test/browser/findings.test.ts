/** Findings in a real browser: narrowed down, walked by keyboard, grouped, opened, and taken away as text. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { goTo, openPlace, type Place, skip, visit } from "./support/browser.ts";

let place: Place;
let url: string;

before(async () => {
  if (skip !== false) return;
  place = await openPlace();
  const snapshot = join(place.folder, "org.alens");
  place.accesslens("synth", "--accounts", "40", "--roles", "30", "--seed", "7", "--out", snapshot);
  url = await place.serve(snapshot, "--accept");
});
after(() => place?.close());

async function openFindings(hash = "#/findings") {
  const seen = await visit(place, url);
  await goTo(seen.page, hash);
  await seen.page.getByRole("region", { name: /findings|causes/ }).waitFor();
  return seen;
}

const total = async (page: Page): Promise<number> => {
  const text = await page
    .getByText(/^[\d,]+ findings?$/)
    .first()
    .textContent();
  return Number(text?.replace(/\D/g, ""));
};

test("filters narrow findings down, and back and forward lead through them", { skip }, async () => {
  const { page, complaints } = await openFindings();
  const before = await total(page);
  await page.getByRole("checkbox", { name: /critical/ }).check();
  await page.waitForURL(/severity=critical/);
  await page.getByRole("checkbox", { name: /^▲? ?high/ }).check();
  await page.waitForURL(/severity=critical%2Chigh/);
  await page.waitForLoadState("networkidle");
  assert.ok((await total(page)) < before);
  await page.goBack();
  await page.waitForURL((to) => !to.hash.includes("high"));
  assert.equal(await page.getByRole("checkbox", { name: /critical/ }).isChecked(), true);
  await page.goForward();
  await page.waitForURL(/high/);
  assert.deepEqual(complaints, []);
});

test("by keyboard alone, a finding is walked to, selected, and opened", { skip }, async () => {
  const { page, complaints } = await openFindings("#/findings?text=external%20id");
  const rows = page.getByRole("region", { name: /findings/ });
  await rows.focus();
  await page.keyboard.press("j");
  await page.keyboard.press("ArrowDown");
  const title = await page.locator("tr:focus-within a").first().textContent();
  await page.keyboard.press("Enter");
  await page.waitForURL(/#\/finding\?id=[0-9a-f]{16}/);
  await page
    .getByRole("heading", { level: 1 })
    .getByText(title ?? "", { exact: true })
    .waitFor();
  assert.deepEqual(complaints, []);
});

test("what stems from one text is one row, and leads to all of its findings", { skip }, async () => {
  const { page, complaints } = await openFindings("#/findings?by=cause&status=all");
  const group = page.getByRole("row").filter({ hasText: "and others: " }).first();
  const count = Number(await group.getByRole("cell").nth(4).textContent());
  assert.ok(count > 1);
  await group.getByRole("link").first().click();
  await page.waitForURL(/like=/);
  await page.getByRole("region", { name: `${count} findings` }).waitFor();
  assert.equal(
    await page
      .getByRole("region", { name: `${count} findings` })
      .getByRole("row")
      .count(),
    count + 1,
  );
  assert.deepEqual(complaints, []);
});

test("a chain's finding is there at once, and its fix when it was tried, with the command", {
  skip,
}, async () => {
  const { page, complaints } = await openFindings("#/findings?rule=outsider-reaches-administrator");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page
    .getByRole("region", { name: /findings/ })
    .getByRole("link")
    .first()
    .click();
  await page.getByText("tried, and the finding is gone").waitFor();
  await page.getByRole("region", { name: "The policy before and after" }).waitFor();
  await page.getByRole("button", { name: "Copy AWS CLI" }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^aws iam \S+ --\S+ \S+ /);
  await page.getByRole("button", { name: "Copy as JSON" }).click();
  const request = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  assert.match(request.action, /^sts:AssumeRole/);
  assert.deepEqual(complaints, []);
});

test("findings of one cause are accepted together by keyboard, told as such at once, and given back", {
  skip,
}, async () => {
  const { page, complaints } = await openFindings("#/findings?by=cause&text=external%20id");
  const before = await total(page);
  await page.getByRole("region", { name: /causes/ }).focus();
  for (const key of ["j", "x"]) await page.keyboard.press(key);
  const accept = page.getByRole("button", { name: /^Accept \d+ findings?$/ });
  await accept.waitFor();
  const count = Number(/\d+/.exec((await accept.textContent()) ?? "")?.[0]);
  await page.keyboard.press("a");
  await page.keyboard.type("the vendor's <b>word</b>");
  await page.keyboard.press("Enter");
  await page.getByText(`Accepted ${count} finding`).waitFor();
  await page
    .getByText(`${before - count} findings`)
    .first()
    .waitFor();
  await goTo(page, "#/findings?status=accepted");
  await page.getByText("the vendor's <b>word</b>").first().waitFor();
  await page.getByRole("button", { name: `Select all ${count}` }).click();
  await page.getByRole("button", { name: "Withdraw acceptance" }).click();
  await page.getByText(`Withdrew the acceptance of ${count}`).waitFor();
  assert.deepEqual(complaints, []);
});

test("where nothing may be changed, the lines for the file are offered", { skip }, async () => {
  const { page, complaints } = await visit(place, await place.serve(join(place.folder, "org.alens")));
  await goTo(page, "#/findings");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page
    .getByRole("region", { name: /findings/ })
    .getByRole("checkbox")
    .nth(1)
    .check();
  await page.getByText("accesslens serve --accept").waitFor();
  await page.getByLabel("Reason").fill('known: "yes"');
  await page.getByRole("button", { name: "Copy the lines" }).click();
  const lines = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(lines, /^suppressions:\n {2}- \{"finding":"[0-9a-f]{16}","reason":"known: \\"yes\\""/);
  assert.deepEqual(complaints, []);
});
