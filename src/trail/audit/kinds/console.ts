import { type AuditKind, grantedRoles, remark } from "../audit-kind.ts";

export const consoleSession: AuditKind = {
  id: "console",
  title: "A role of programs was assumed in the console",
  about:
    "By SwitchRole, or with the credentials of a console session, where the same role is otherwise assumed by programs: a person at work where none is expected. Sessions that IAM Identity Center gives are not told: the console is what they are for.",
  needs: null,
  *find(world) {
    const ofPrograms = new Set<string>();
    for (const { use, roleName } of grantedRoles(world)) if (!use.console) ofPrograms.add(roleName);
    for (const one of grantedRoles(world)) {
      if (!one.use.console || isIdentityCenter(one.use.call) || !ofPrograms.has(one.roleName)) continue;
      yield remark(one, "a session of the console, in a role that programs assume");
    }
  },
};

function isIdentityCenter(call: string): boolean {
  return call === "GetRoleCredentials" || call === "Federate";
}
