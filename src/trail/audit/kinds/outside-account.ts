import { type AuditKind, grantedRoles, remark } from "../audit-kind.ts";

export const outsideAccount: AuditKind = {
  id: "outside-account",
  title: "Came in from an account outside the organization",
  about:
    "A role was assumed by a caller whose account does not belong to the organization, and that nothing declares ours. People and machines that an identity provider vouches for have no account, and services are not counted.",
  needs: null,
  *find(world) {
    for (const one of grantedRoles(world)) {
      const { account, caller } = one.caller;
      if (account === null || caller.kind === "federated" || world.isOurs(account)) continue;
      const owner = one.target.account;
      // Our own people in a role of another's is not somebody coming in.
      if (owner !== null && !world.isOurs(owner)) continue;
      const name = world.nameOf(account);
      yield remark(
        one,
        `account ${account}${name === null ? "" : ` (${name})`} does not belong to the organization`,
      );
    }
  },
};
