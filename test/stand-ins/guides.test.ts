/** The guides: their commands, run in their order in a made-up organization, print what the pages show. ACCESSLENS_UPDATE_GUIDES=1 writes the pages anew. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { type FaultProxy, notInMoto, startFaultProxy } from "../support/fault-proxy.ts";
import { LivingTrust } from "../support/guides/living-trust.ts";
import { runGuide } from "../support/guides/run-guide.ts";
import { Names } from "../support/guides/shown.ts";
import { guideEvents, guideOrganization, guideUsers, placeIn } from "../support/guides/world.ts";
import { missingMoto, startMotoWith } from "../support/moto.ts";

const folder = "docs/guide";
const guides = readdirSync(folder).filter((name) => name.endsWith(".md") && name !== "README.md");
const only = process.env.ACCESSLENS_GUIDE;

describe("Guides", { skip: missingMoto() ?? false }, () => {
  let url = "";
  let proxy: FaultProxy;
  before(async () => {
    ({ url } = await startMotoWith({ MOTO_IAM_LOAD_MANAGED_POLICIES: "true" }));
    proxy = await startFaultProxy(url);
  });
  after(() => proxy.close());

  for (const name of guides.filter((one) => only === undefined || one.startsWith(only))) {
    test(`${name}: each command prints what the page shows`, async () => {
      const names = new Names();
      await guideOrganization(url, names);
      const { users, profiles } = guideUsers(names);
      const trust = new LivingTrust(users, (account) => placeIn(account, names));
      proxy.faults = async (request) => (await trust.fault(request)) ?? notInMoto(request);
      proxy.answered = (request, body) => trust.answered(request, body);
      const isRewritten = process.env.ACCESSLENS_UPDATE_GUIDES === "1";
      const wrong = await runGuide(
        { path: join(folder, name), names, url: proxy.url, profiles, events: guideEvents(names) },
        isRewritten,
      );
      assert.equal(wrong.join("\n\n"), "");
    });
  }
});
