/** Questions that stand ready. */
import type { Answer } from "../api/client.ts";

export type Preset = { readonly label: string; readonly from: string; readonly to: string };

type Outsider = Pick<Answer<"/api/overview">["outsiders"][number], "kind" | "id" | "name" | "roles">;

export const fixedPresets: readonly Preset[] = [
  { label: "outside → administrators", from: "external", to: "admin" },
  { label: "anyone → administrators", from: "anyone", to: "admin" },
  { label: "outside → the organization", from: "external", to: "organization" },
];

/** Any role of any account. */
const anyRole = "arn:aws:iam::*:role/*";

/** Each account outside that has a name, most roles first: what all it comes to. */
export function vendorPresets(outsiders: readonly Outsider[]): readonly Preset[] {
  return outsiders
    .filter(({ id, name }) => name !== null && /^\d{12}$/.test(id))
    .map(({ id, name }) => ({ label: `${name} (${id}) → any role`, from: id, to: anyRole }));
}
