/** Identity Center: who is assigned what in which accounts, as collected. */
import { organizationOf } from "./coverage.ts";
import { compareWhole } from "./literal.ts";
import type { DriftWork } from "./work.ts";

export function compareIdentityCenter(work: DriftWork): void {
  compareWhole(
    work,
    "identity-center",
    work.before.snapshot.identityCenter,
    work.after.snapshot.identityCenter,
    {
      subject: organizationOf(work),
      account: null,
      what: "assignments or permission sets of Identity Center",
    },
  );
}
