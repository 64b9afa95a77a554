/**
 * Takes the pictures of the pages that README and docs show, of a made-up organization, in a real browser:
 * `npm run build && node test/browser/write-screenshots.ts`. Look at them before they are committed.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { goTo, openPlace, visit } from "./support/browser.ts";
import { serveDrift } from "./support/drift-place.ts";
import { serveTrail, visitTrail } from "./support/trail-place.ts";

const folder = "docs/pages";
mkdirSync(folder, { recursive: true });
const place = await openPlace();
const snapshot = join(place.folder, "org.alens");
place.accesslens("synth", "--accounts", "40", "--roles", "30", "--seed", "7", "--out", snapshot);
const { findings } = JSON.parse(
  place.accesslens("scan", "--chains", "--snapshot", snapshot, "--format", "json"),
);
const of = (rule: string) => findings.find((one: { readonly rule: string }) => one.rule === rule);
const drift = await serveDrift(place, snapshot, "--external-ids", "masked");
const { url } = drift;
const outsider = of("external-id-missing");

const pictures: readonly (readonly [name: string, hash: string, dark?: true])[] = [
  ["map", "#/map?only=external"],
  ["map-dark", "#/map?only=external", true],
  ["account", `#/map?at=account:${outsider.account}&choose=role:${outsider.subject}`],
  ["findings", "#/findings"],
  ["finding", `#/finding?id=${outsider.id}`],
  ["paths", "#/paths?from=external&to=admin"],
  ["matrix", "#/matrix"],
  ["role", `#/role?arn=${outsider.subject}`],
  ["vendor", "#/vendor?kind=account&id=464622532012"],
  ["playground", "#/playground"],
  ["drift", "#/drift"],
  ["drift-event", "#/drift-event?id=drift-dropped"],
];
for (const [name, hash, dark] of pictures) {
  const { page } = await visit(place, url, dark === true ? { dark } : {});
  await goTo(page, hash);
  await page
    .getByText(/^(Asking|Loading|Drawing)/)
    .first()
    .waitFor({ state: "detached" });
  await page.waitForTimeout(1500);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.context().close();
}
const trail = await serveTrail(place);
for (const [name, hash] of [
  ["map-observed", "#/map?use=observed"],
  ["chains", `#/role?arn=${trail.chained}`],
] as const) {
  const { page } = await visitTrail(place, trail);
  await goTo(page, hash);
  await page.waitForTimeout(1500);
  const told = page.getByRole("heading", { name: "What really happened" });
  // To the top of the picture, where the page has it.
  if ((await told.count()) > 0) await told.evaluate((heading) => heading.scrollIntoView());
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.context().close();
}
await drift.store.close();
await place.close();
