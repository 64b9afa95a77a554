import type { AuditKind } from "../audit-kind.ts";
import { networkAround } from "../known-networks.ts";
import { placeRemarks } from "../places.ts";

export const newCountry: AuditKind = {
  id: "new-country",
  title: "From a country that is not expected",
  about:
    "The call's network lies in a country, by --networks, that --countries does not name. Where a network is not in the file, nothing is said.",
  needs: "--networks and --countries",
  *find(world) {
    const known = world.settings.networks;
    if (known === null || known.countries.length === 0) return;
    yield* placeRemarks(world, ({ network }) => {
      const country = networkAround(network, known, (one) => one.country !== null)?.country ?? null;
      return country === null || known.countries.includes(country)
        ? null
        : `from ${country} (${network}), which is none of the expected countries`;
    });
  },
};
