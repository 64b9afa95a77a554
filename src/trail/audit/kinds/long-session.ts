import { type AuditKind, grantedRoles, remark } from "../audit-kind.ts";

export const longSession: AuditKind = {
  id: "long-session",
  title: "A session was longer than allowed",
  about:
    "Longer than --longer-than, or than the role's own MaxSessionDuration as the snapshot has it (then it was lowered since). The length is from the call to the end of its credentials. Sessions that services make for themselves are not told: nobody chose their length.",
  needs: null,
  *find(world) {
    const { longerThan } = world.settings;
    for (const one of grantedRoles(world)) {
      const { long, longest, caller } = one.use;
      if (caller.kind === "service") continue;
      const most = one.role?.maxSessionSeconds ?? null;
      if (long) yield remark(one, `longer than ${longerThan} seconds`);
      else if (longest !== null && most !== null && longest > most) {
        yield remark(one, `at least one was longer than the role's MaxSessionDuration of ${most} seconds`);
      }
    }
  },
};
