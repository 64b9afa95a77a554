/** Questions that stand ready. */
import type { Answer } from "../api/client.ts";

export type Preset = { readonly label: string; readonly from: string; readonly to: string };

type Outsider = Pick<Answer<"/api/overview">["outsiders"][number], "kind" | "id" | "name" | "roles">;

export const fixedPresets: readonly Preset[] = [
  { label: "outside → administrators", from: "external", to: "admin" },
  { label: "anyone → administrators", from: "anyone", to: "admin" },
  { label: "outside → the organization", from: "external", to: "organization" },
];

type Unit = Answer<"/api/accounts">["units"][number];

/** From the unit for development into the one for production, as they are mostly called; none where one lies within the other. */
export function unitPresets(units: readonly Unit[]): readonly Preset[] {
  const called = (pattern: RegExp) => units.find(({ name }) => pattern.test(name));
  const [from, to] = [called(/^(?:dev|develop(?:ment|ers?)?)$/i), called(/^prod(?:uction)?$/i)];
  const isWithin = (unit: Unit, around: Unit): boolean => {
    const parent = units.find(({ id }) => id === unit.parent);
    return parent !== undefined && (parent.id === around.id || isWithin(parent, around));
  };
  if (from === undefined || to === undefined || isWithin(from, to) || isWithin(to, from)) return [];
  return [{ label: `${from.name} → ${to.name}`, from: from.id, to: to.id }];
}

/** Any role of any account. */
const anyRole = "arn:aws:iam::*:role/*";

/** Each account outside that has a name, most roles first: what all it comes to. */
export function vendorPresets(outsiders: readonly Outsider[]): readonly Preset[] {
  return outsiders
    .filter(({ id, name }) => name !== null && /^\d{12}$/.test(id))
    .map(({ id, name }) => ({ label: `${name} (${id}) → any role`, from: id, to: anyRole }));
}
