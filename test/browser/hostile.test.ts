/** Names that others chose are text on every page, whatever they hold. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Files, writeFiles } from "../../src/collect/files/fixtures/example-directory.ts";
import { openStateStore } from "../../src/store/state/index.ts";
import { management, organizationFiles } from "../journeys/support/organization.ts";
import { hostileDrift, settleDrift } from "../support/drift-events.ts";
import { goTo, openPlace, type Place, skip, visit } from "./support/browser.ts";

const markup = `<img src=x onerror="globalThis.hacked=1"><script>globalThis.hacked=1</script>`;
const hostile = `${markup}"'\`\${7*7}{{7*7}}javascript:alert(1)\u202edesrever\u2066${"x".repeat(128)}`;

/** Texts that AWS leaves to people; what something is found by stays. */
function poisoned(files: Files): Files {
  const meant = new Set(["Description", "Name", "Sid", "Value", "PolicyName"]);
  const poison = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((one) => poison(one, key));
    if (typeof value === "string") return meant.has(key) ? `${value}${hostile}` : value;
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, poison(member, name)]));
  };
  return Object.fromEntries(Object.entries(files).map(([name, value]) => [name, poison(value, "")]));
}

let place: Place;
let url: string;
let finding = "";
const role = `arn:aws:iam::${management}:role/DatadogIntegrationRole`;

before(async () => {
  if (skip !== false) return;
  place = await openPlace();
  writeFiles(join(place.folder, "data"), poisoned(organizationFiles()));
  const snapshot = join(place.folder, "org.alens");
  place.accesslens("import", join(place.folder, "data"), "--out", snapshot);
  const { findings } = JSON.parse(place.accesslens("scan", "--snapshot", snapshot, "--format", "json"));
  finding = findings.find(({ subject }: { readonly subject: string }) => subject === role).id;
  const storeUrl = `sqlite:${join(place.folder, "drift.db")}`;
  const store = await openStateStore(storeUrl);
  assert.ok(store.ok);
  await settleDrift(store.value, [hostileDrift(hostile, Date.parse("2026-11-24T12:00:00Z"))]);
  await store.value.close();
  url = await place.serve(snapshot, "--store", storeUrl);
});
after(() => place?.close());

test("markup, turned letters and very long names are text on every page", { skip }, async () => {
  const { page, complaints } = await visit(place, url);
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  for (const hash of [
    "#/map",
    "#/map?view=table",
    `#/map?at=account:${management}`,
    `#/map?at=account:${management}&choose=role:${role}`,
    "#/findings",
    `#/findings?text=${encodeURIComponent(markup)}`,
    `#/finding?id=${finding}`,
    `#/paths?from=external&to=${role}`,
    `#/paths?from=${encodeURIComponent(markup)}&to=${encodeURIComponent(hostile)}`,
    "#/matrix",
    "#/vendor",
    "#/vendor?kind=account&id=464622532012",
    `#/vendor?kind=account&id=${encodeURIComponent(markup)}`,
    `#/role?arn=${role}`,
    `#/role?arn=${encodeURIComponent(hostile)}`,
    "#/drift",
    "#/drift?view=table",
    `#/drift?text=${encodeURIComponent(markup)}&actor=${encodeURIComponent(hostile)}&who=${encodeURIComponent(hostile)}`,
    `#/drift?subject=${encodeURIComponent(hostile)}&from=${encodeURIComponent(markup)}`,
    "#/drift-event?id=drift-hostile",
    `#/drift-event?id=${encodeURIComponent(markup)}`,
    "#/coverage",
    `#/${encodeURIComponent(markup)}`,
  ]) {
    await goTo(page, hash);
    await page
      .getByText(/^(Asking|Loading|Drawing)/)
      .first()
      .waitFor({ state: "detached" });
    const found = await page.evaluate(() => ({
      hacked: "hacked" in globalThis,
      elements: document.querySelectorAll("main img, main script, main iframe").length,
      links: [...document.querySelectorAll("a")].filter(({ protocol }) => !/^https?:$/.test(protocol)).length,
      beyond: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    }));
    assert.deepEqual(found, { hacked: false, elements: 0, links: 0, beyond: 0 }, hash);
  }
  assert.deepEqual(dialogs, []);
  // What is asked about nobody is refused with a status, which the browser notes.
  assert.deepEqual(
    complaints.filter((one) => !/status of 4\d\d/.test(one)),
    [],
  );
});

test("they are text in a picture's file, too", { skip }, async () => {
  const { page } = await visit(place, url);
  await page.getByText(/\d+ boxes/).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save as SVG" }).click(),
  ]);
  const text = readFileSync(await download.path(), "utf8");
  assert.match(text, /&lt;img src/);
  assert.doesNotMatch(text, /<img|<script/);
});
