import { type AuditKind, remark } from "../audit-kind.ts";

export const rootSession: AuditKind = {
  id: "root-session",
  title: "A session of a root user",
  about:
    "AssumeRoot by the management account or a delegated administrator (IAM-SEMANTICS 39), and sessions that a root user made of its own credentials.",
  needs: null,
  *find({ uses }) {
    for (const one of uses) {
      const { call, caller, granted } = one.use;
      if (!granted) continue;
      if (call === "AssumeRoot") yield remark(one, "a session of the account's root user, by AssumeRoot");
      else if (caller.kind === "root") yield remark(one, "the account's root user made a session of its own");
    }
  },
};
