/** Every page for everyone: axe-core finds nothing, in light and in dark, on a laptop and at twice the size. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { violations } from "./support/accessible.ts";
import { goTo, openPlace, type Place, skip, visit } from "./support/browser.ts";
import { type DriftPlace, serveDrift } from "./support/drift-place.ts";

let place: Place;
let url: string;
let role = "";
let account = "";
let finding = "";
let drift: DriftPlace;

before(async () => {
  if (skip !== false) return;
  place = await openPlace();
  const snapshot = join(place.folder, "org.alens");
  place.accesslens("synth", "--accounts", "40", "--roles", "20", "--seed", "7", "--out", snapshot);
  drift = await serveDrift(place, snapshot);
  ({ url } = drift);
  const { findings } = JSON.parse(place.accesslens("scan", "--snapshot", snapshot, "--format", "json"));
  ({
    id: finding,
    subject: role,
    account,
  } = findings.find(({ rule }: { rule: string }) => rule === "external-access"));
});
after(async () => {
  await drift?.store.close();
  await place?.close();
});

const pages = [
  ["the map", () => "#/map"],
  ["an account on the map", () => `#/map?at=account:${account}`],
  ["a role on the map", () => `#/map?at=account:${account}&choose=role:${role}`],
  ["the map as a table", () => "#/map?view=table"],
  ["the matrix", () => "#/matrix"],
  ["outside parties", () => "#/vendor"],
  ["a vendor", () => "#/vendor?kind=account&id=464622532012"],
  ["a role", () => `#/role?arn=${role}`],
  ["findings", () => "#/findings"],
  ["findings by cause", () => "#/findings?by=cause&status=all"],
  ["a finding", () => `#/finding?id=${finding}`],
  ["a finding that is not there", () => "#/finding"],
  ["changes", () => "#/drift"],
  ["changes as a table", () => "#/drift?view=table"],
  ["changes of a day, of one actor", () => "#/drift?from=2026-11-22&to=2026-11-22&actor=anna"],
  ["a change", () => "#/drift-event?id=drift-dropped"],
  ["a change that is over", () => "#/drift-event?id=drift-opened"],
  ["a change of two policies", () => "#/drift-event?id=drift-bucket"],
  ["a change that is not there", () => "#/drift-event"],
  ["a role that changed", () => `#/role?arn=${drift.role}`],
  ["a finding that lived", () => `#/finding?id=${drift.finding}`],
  ["coverage", () => "#/coverage"],
  ["ways", () => "#/paths?from=external&to=admin"],
  ["a hop of a way", () => "#/paths?from=external&to=admin&open=1.1"],
  ["a request to simulate", () => "#/playground"],
  ["policies to compare", () => "#/playground?tab=compare"],
  ["a page that is not there", () => "#/nothing"],
] as const;

for (const dark of [false, true]) {
  test(`nobody is kept out of any page, in ${dark ? "dark" : "light"}`, { skip }, async (t) => {
    const { page, complaints } = await visit(place, url, { dark });
    for (const [name, hash] of pages) {
      await t.test(name, async () => {
        await goTo(page, hash());
        await page.getByRole("heading", { level: 1 }).waitFor({ state: "attached" });
        await page
          .getByText(/^(Asking|Loading|Drawing)/)
          .first()
          .waitFor({ state: "detached" });
        assert.deepEqual(await violations(page), []);
      });
    }
    assert.deepEqual(complaints, []);
  });
}

test("at twice the size on a laptop, pages scroll down, not sideways", { skip }, async () => {
  const { page } = await visit(place, url, { width: 640, height: 360 });
  for (const [name, hash] of pages) {
    await goTo(page, hash());
    const beyond = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.ok(beyond <= 1, `${name} is ${beyond} pixels too wide`);
  }
});
