import { type AuditKind, grantedRoles, remark } from "../audit-kind.ts";

export const administrativeRole: AuditKind = {
  id: "administrative-role",
  title: "An administrator's role was assumed",
  about:
    "The role's policies allow everything that control policies leave, by what they say and not by their names. The snapshot's policies count, not those of the day of the call.",
  needs: null,
  *find(world) {
    for (const one of grantedRoles(world)) {
      if (one.role === null || world.isAdministrator(one.role) !== true) continue;
      yield remark(one, "the role is administrator of its account");
    }
  },
};
