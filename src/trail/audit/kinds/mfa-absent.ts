import { type AuditKind, grantedRoles, isAskedFor, remark } from "../audit-kind.ts";

const keys = ["aws:multifactorauthpresent", "aws:multifactorauthage"];

export const mfaAbsent: AuditKind = {
  id: "mfa-absent",
  title: "Without a second factor where the trust policy asks for one",
  about:
    "The statement of the trust policy that lets the caller in, or that refuses it now, has a condition on MFA, and the call had none. BoolIfExists lets calls with a user's own keys pass: these are told too. Calls of which the trail does not say whether they had MFA are not told.",
  needs: null,
  *find(world) {
    for (const one of grantedRoles(world)) {
      if (one.use.mfa !== false || !isAskedFor(keys, one, world)) continue;
      yield remark(one, "the trust policy has a condition on MFA, and the call had none");
    }
  },
};
