import { type AuditKind, grantedRoles, isAskedFor, remark } from "../audit-kind.ts";

const keys = ["sts:sourceidentity", "aws:sourceidentity"];

export const sourceIdentityAbsent: AuditKind = {
  id: "source-identity-absent",
  title: "Without a source identity",
  about:
    "The trust policy's statement asks for a source identity and the session had none; with --source-identity, every role's session without one by a user or a role.",
  needs: null,
  *find(world) {
    for (const one of grantedRoles(world)) {
      if (one.use.hasSourceIdentity) continue;
      if (isAskedFor(keys, one, world)) {
        yield remark(
          one,
          "the trust policy has a condition on the source identity, and the session had none",
        );
      } else if (world.settings.sourceIdentity && isPerson(one.use.caller.kind)) {
        yield remark(one, "the session had no source identity");
      }
    }
  },
};

/** Those that can be made to set one: services and certificates set their own. */
function isPerson(kind: string): boolean {
  return kind === "user" || kind === "role" || kind === "account" || kind === "federated";
}
