/**
 * The registry of external IDs: one in use for each relationship, drawn here and never chosen by whoever will bring it, and never
 * issued twice. Whoever needs a relationship's external ID asks {@link externalIdOf}.
 */
import { randomBytes } from "node:crypto";
import type { RegisteredExternalId } from "../../../model/index.ts";
import { externalIdBytes, externalIdOfBytes } from "../../../provision/external-ids/external-id.ts";
import type { ExternalIdIssued, ExternalIdRotated, StateStore } from "../../../store/state/index.ts";

/** What a relationship has in use. Null: nothing. */
export type InUse = {
  readonly current: RegisteredExternalId;
  /** Still accepted while a rotation is under way. */
  readonly retiring: RegisteredExternalId | null;
};

export async function inUseOf(store: StateStore, relationship: string): Promise<InUse | null> {
  const all = await store.externalIds(relationship);
  const current = all.find(({ state }) => state === "current");
  if (current === undefined) return null;
  return { current, retiring: all.find(({ state }) => state === "retiring") ?? null };
}

/** The external ID that the relationship's trust policies are to ask for. Null: none was issued, or it was revoked. */
export async function externalIdOf(store: StateStore, relationship: string): Promise<string | null> {
  return (await inUseOf(store, relationship))?.current.externalId ?? null;
}

export type Asked = {
  readonly relationship: string;
  readonly by: string;
  readonly note: string | null;
  readonly roles: readonly string[];
};

/** Tests draw their own. */
export type Draw = () => string;

export const drawn: Draw = () => externalIdOfBytes(randomBytes(externalIdBytes));

/** `has-one`: the relationship has one already, which stays. */
export async function issue(
  store: StateStore,
  asked: Asked,
  at: number,
  draw: Draw = drawn,
): Promise<Exclude<ExternalIdIssued, { readonly kind: "known" }>> {
  for (;;) {
    const issued = await store.issueExternalId(newOf(asked, draw()), at);
    // Of 160 random bits never; and were it so, it would be the next.
    if (issued.kind !== "known") return issued;
  }
}

export async function rotate(
  store: StateStore,
  asked: Asked,
  at: number,
  draw: Draw = drawn,
): Promise<Exclude<ExternalIdRotated, { readonly kind: "known" }>> {
  for (;;) {
    const rotated = await store.rotateExternalId(newOf(asked, draw()), at);
    if (rotated.kind !== "known") return rotated;
  }
}

function newOf({ relationship, by, note, roles }: Asked, externalId: string) {
  return { relationship, externalId, issuedBy: by, origin: "issued" as const, weakness: null, note, roles };
}
