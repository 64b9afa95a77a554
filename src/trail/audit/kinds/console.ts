import { type AuditKind, grantedRoles, remark } from "../audit-kind.ts";

export const consoleSession: AuditKind = {
  id: "console",
  title: "A role was assumed in the console",
  about:
    "By SwitchRole, or with the credentials of a console session: a person at work where programs are expected. Sessions that IAM Identity Center gives are not told: the console is what they are for.",
  needs: null,
  *find(world) {
    for (const one of grantedRoles(world)) {
      if (!one.use.console || one.use.call === "GetRoleCredentials") continue;
      yield remark(one, "a session of the console");
    }
  },
};
