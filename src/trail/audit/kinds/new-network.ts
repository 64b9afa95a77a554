import type { ObservedPlace } from "../../../model/index.ts";
import type { AuditKind, AuditWorld } from "../audit-kind.ts";
import { networkAround } from "../known-networks.ts";
import { callerKey, placeRemarks } from "../places.ts";

export const newNetwork: AuditKind = {
  id: "new-network",
  title: "From a network that is not known",
  about:
    "The call came from outside all networks of --networks that are the user's own (those without a country). Without such a file, with --new-since: from a network where a user or role that was seen before had never called from.",
  needs: "--networks or --new-since",
  *find(world) {
    const known = world.settings.networks;
    if (known?.networks.some(({ country }) => country === null) !== true) {
      yield* seenFirst(world);
      return;
    }
    yield* placeRemarks(world, ({ network }) =>
      networkAround(network, known, ({ country }) => country === null) === null
        ? `from ${network}, which is none of the known networks`
        : null,
    );
  },
};

function seenFirst(world: AuditWorld): ReturnType<AuditKind["find"]> {
  const { newSince } = world.settings;
  if (newSince === null) return [];
  const firsts = new Map<string, number>();
  const note = (key: string, first: number): void => {
    firsts.set(key, Math.min(first, firsts.get(key) ?? first));
  };
  for (const { caller, network, first } of world.facts.places) {
    note(callerKey(caller), first);
    note(`${callerKey(caller)} ${network}`, first);
  }
  return placeRemarks(world, ({ caller, network }: ObservedPlace) => {
    if (caller.kind !== "user" && caller.kind !== "role") return null;
    const key = callerKey(caller);
    const isKnown = (firsts.get(key) ?? newSince) < newSince;
    const isNew = (firsts.get(`${key} ${network}`) ?? 0) >= newSince;
    return isKnown && isNew ? `from ${network}, where the caller had never been seen before` : null;
  });
}
