/** A process of its own that settles changes, one after the other: `node settle-drift.ts URL COUNT MILLISECONDS-BETWEEN`. */
import { setTimeout as after } from "node:timers/promises";
import { openStateStore } from "../../../src/store/state/index.ts";
import { driftStory, settleDrift } from "../../support/drift-events.ts";

const [url = "", count = "0", between = "0"] = process.argv.slice(2);
const opened = await openStateStore(url);
if (!opened.ok) throw new Error(opened.error.message);
const [like] = driftStory();
if (like === undefined) throw new Error("the story has no beginning");
for (let at = 0; at < Number(count); at++) {
  const title = `Settled by another process, number ${at}`;
  await settleDrift(opened.value, [{ ...like, id: `settled-${at}`, title, at: Date.now() }]);
  await after(Number(between));
}
await opened.value.close();
