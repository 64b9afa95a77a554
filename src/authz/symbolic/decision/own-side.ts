/** What the caller's own policies say: identity, permissions boundary and session policies (IAM-SEMANTICS A0, 11). */
import type { Region } from "../../../logic/types.ts";
import type { PolicySet } from "../../request-question.ts";
import type { Reading } from "../reading.ts";
import type { RequestSpace } from "../request-space.ts";
import type { CallerClasses } from "./caller-classes.ts";
import { layerRegions, optionalLayer } from "./layers.ts";

export type OwnSide = {
  /** Allowed by all of them. */
  readonly all: Region;
  readonly boundary: Region;
  /** Boundary and session, without identity. */
  readonly limits: Region;
  readonly deny: Region;
};

export function ownSide(
  requests: RequestSpace,
  policies: PolicySet,
  { iam, rootUser }: CallerClasses,
  reading: Reading,
): OwnSide {
  const { space } = requests;
  const reason = "the caller's identity policies are not known";
  const identity =
    policies.identity === "unknown"
      ? {
          allow: requests.fact("identity policies allow", reason),
          deny: requests.fact("identity policies deny", reason),
        }
      : layerRegions(requests, policies.identity, reading);
  const boundary = optionalLayer(requests, policies.boundary, reading);
  const session = optionalLayer(requests, policies.session, reading);
  const limits = space.and(boundary.allow, session.allow);
  return {
    // The root user has no identity policies and needs none.
    all: space.and(iam, space.or(identity.allow, rootUser), limits),
    boundary: boundary.allow,
    limits,
    deny: space.and(iam, space.or(space.minus(identity.deny, rootUser), boundary.deny, session.deny)),
  };
}
