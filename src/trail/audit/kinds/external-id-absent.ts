import { type AuditKind, grantedRoles, remark } from "../audit-kind.ts";

export const externalIdAbsent: AuditKind = {
  id: "external-id-absent",
  title: "Without an external ID where the trust policy asks for one now",
  about:
    "The call brought no external ID and was let in; the trust policy of the snapshot would refuse it for that. Either the policy was changed since, and the caller has to be told, or somebody still comes in by another way.",
  needs: null,
  *find(world) {
    for (const one of grantedRoles(world)) {
      if (one.use.externalId !== null || one.role === null) continue;
      const now = world.replayed(one);
      if (now.kind !== "refused") continue;
      const missed = now.nearest?.failed.some(
        ({ key, actual }) => key?.toLowerCase() === "sts:externalid" && actual === null,
      );
      if (missed === true) {
        yield remark(one, "the trust policy asks for an external ID now, and the call brought none");
      }
    }
  },
};
