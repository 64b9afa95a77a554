/** External IDs of the registry: which relationship has which, since when, and what became of it. */

/**
 * `current`: the one that is asked for. `retiring`: the one before, still accepted while a rotation is under way. `revoked`: never
 * again, for nobody.
 */
export const externalIdStates = ["current", "retiring", "revoked"] as const;
export type ExternalIdState = (typeof externalIdStates)[number];

export type RegisteredExternalId = {
  /** Whom it is between: a customer as a vendor calls it, or a third party as we do. */
  readonly relationship: string;
  readonly externalId: string;
  readonly state: ExternalIdState;
  /** Milliseconds since 1970. Of one that was taken over: when that was. */
  readonly issuedAt: number;
  /** Who asked for it. */
  readonly issuedBy: string;
  /** When it came to its state. */
  readonly changedAt: number;
  /** `issued`: drawn by AccessLens. `foreign`: taken over from a trust policy; somebody else has chosen it. */
  readonly origin: "issued" | "foreign";
  /** Of a foreign one that could be guessed: why, a clause that follows "the external ID". */
  readonly weakness: string | null;
  readonly note: string | null;
  /** ARNs of roles whose trust policy asks for it, as far as it was told. */
  readonly roles: readonly string[];
};
