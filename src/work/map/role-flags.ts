/** What the map tells about roles themselves, whoever is let in: where they lead, and whether they are used. */
import { distancesTo, farAway, type ReachGraph } from "../../graph/reach/index.ts";
import { notKnown, type Snapshot } from "../../model/index.ts";
import { bitOf } from "./map-flags.ts";

const unusedAfterSeconds = 90 * 24 * 3600;
/** As far as distances are counted. */
const mostHops = farAway - 1;

/** By role. Ways are counted as they stand in the graph: sessions are not judged, so that some may not be gone. */
export function roleFlags(snapshot: Snapshot, reach: ReachGraph): Uint16Array {
  const administrators = reach.administered.map((account) => reach.nodes.ofAdministrator(account));
  const distance = distancesTo(administrators, reach.backward, { mostHops, onlyProven: false });
  const flags = new Uint16Array(snapshot.roles.count);
  const [leads, unused] = [bitOf("leadsToAdministrator"), bitOf("unused")];
  for (let role = 0; role < flags.length; role++) {
    const reaches = distance[role] !== farAway ? leads : 0;
    flags[role] = reaches | (isUnused(snapshot, role) ? unused : 0);
  }
  return flags;
}

/** What was never used counts from its creation; of what AWS told nothing, nothing is said. */
function isUnused({ roles, createdAt }: Snapshot, role: number): boolean {
  const used = roles.lastUsedAt[role] ?? notKnown;
  if (used === notKnown) return false;
  const since = used === 0 ? (roles.createdAt[role] ?? notKnown) : used;
  return since !== notKnown && createdAt - since > unusedAfterSeconds;
}
