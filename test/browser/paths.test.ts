/** Ways in a real browser: followed hop by hop, tried without a step and with another trust policy, by keyboard alone. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { violations } from "./support/accessible.ts";
import { goTo, openPlace, type Place, skip, visit } from "./support/browser.ts";

let place: Place;
let url: string;

before(async () => {
  if (skip !== false) return;
  place = await openPlace();
  const snapshot = join(place.folder, "org.alens");
  place.accesslens("synth", "--accounts", "40", "--roles", "20", "--seed", "7", "--out", snapshot);
  url = await place.serve(snapshot);
});
after(() => place?.close());

test("a hop opens by keyboard, has an address of its own, and shows lit lines of both sides", {
  skip,
}, async () => {
  const { page, complaints } = await visit(place, url, { dark: false });
  await goTo(page, "#/paths?from=external&to=admin");
  const opener = page.getByRole("button", { name: "Hop 1 of way 1: statements" });
  await opener.focus();
  await page.keyboard.press("Enter");
  await page.locator(".policy .lit").first().waitFor();
  assert.match(await page.evaluate(() => location.hash), /open=1\.1/);
  assert.equal(await opener.getAttribute("aria-expanded"), "true");
  await page.reload();
  await page.locator(".policy .lit").first().waitFor();
  assert.deepEqual(complaints, []);
});

test("without a hop something is no longer come to as before", { skip }, async () => {
  const { page, complaints } = await visit(place, url, { dark: false });
  await goTo(page, "#/paths?from=external&to=admin&open=1.1");
  await page.getByRole("button", { name: "Switch this hop off" }).press("Enter");
  const told = page.getByRole("region", { name: "What would change" });
  await told.getByText(/^without the step from/).waitFor();
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(complaints, []);
});

for (const dark of [false, true]) {
  const shade = dark ? "dark" : "light";
  test(`a trust policy is edited, in ${shade}: who loses is told, and no style breaks the pages' policy`, {
    skip,
  }, async () => {
    const { page, complaints } = await visit(place, url, { dark });
    await goTo(page, "#/paths?from=external&to=admin&open=1.1");
    await page.getByRole("button", { name: "Edit the trust policy" }).first().press("Enter");
    const editor = page.getByRole("textbox", { name: /^trust policy of/ });
    await editor.focus();
    await page.keyboard.press("Control+a");
    const text =
      '{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}]}';
    await page.keyboard.insertText(text);
    await page.getByText(/^Who loses direct access: [1-9]/).waitFor();
    await page.getByText(/remarks?, the gravest/).waitFor();
    assert.deepEqual(await violations(page), []);
    await editor.focus();
    await page.keyboard.press("Tab");
    assert.equal(await editor.evaluate((one) => one.matches(":focus")), false);
    assert.deepEqual(complaints, []);
  });
}

test("two policies are compared, and the answer has an example", { skip }, async () => {
  const { page, complaints } = await visit(place, url, { dark: false });
  await goTo(page, "#/playground?tab=compare");
  await page.getByRole("textbox", { name: "Policy B" }).waitFor();
  await page.getByRole("button", { name: "Compare" }).press("Enter");
  await page.getByText("B allows all that A allows, and more.").waitFor();
  assert.match((await page.locator("pre").first().textContent()) ?? "", /s3:PutObject/);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(complaints, []);
});
