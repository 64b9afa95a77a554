import type { AuditKind } from "../audit-kind.ts";
import { networkAround } from "../known-networks.ts";
import { placeRemarks } from "../places.ts";

export const newNetwork: AuditKind = {
  id: "new-network",
  title: "From a network that is not known",
  about:
    "The call came from outside all networks of --networks that are the user's own (those without a country).",
  needs: "--networks",
  *find(world) {
    const known = world.settings.networks;
    if (known === null || !known.networks.some(({ country }) => country === null)) return;
    yield* placeRemarks(world, (network) =>
      networkAround(network, known, ({ country }) => country === null) === null
        ? `from ${network}, which is none of the known networks`
        : null,
    );
  },
};
