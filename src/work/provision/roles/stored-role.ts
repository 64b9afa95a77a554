/** Roles as the journal keeps them: the texts before and after, and how a change is taken back. */
import { z } from "zod";
import type { IntendedChange } from "../../../model/index.ts";
import type { RoleState } from "../../../provision/roles/index.ts";
import type { RoleToWrite, RoleWriteParts } from "./role-to-write.ts";

/** The kind of such changes in the journal. */
export const roleChange = "role";

export function journaledRole(
  id: string,
  { account, arn, name, desired, title, undoes }: RoleToWrite,
  before: RoleState | null,
  { access, now }: Pick<RoleWriteParts, "access" | "now">,
): IntendedChange {
  return {
    ...{ id, at: now(), by: access.home.caller.arn, kind: roleChange, target: arn, account, title },
    before: storedState(before),
    after: storedState(desired),
    inverse: JSON.stringify({ name, role: storedState(before) }),
    undoes,
  };
}

/** Null stays null: there is no role. */
export function storedState(state: RoleState | null): string | null {
  if (state === null) return null;
  const { inline, attached, tags, instanceProfiles, ...rest } = state;
  return JSON.stringify({
    ...rest,
    inline: Object.fromEntries(inline),
    attached: [...attached].sort(),
    tags: Object.fromEntries(tags),
    instanceProfiles: [...instanceProfiles].sort(),
  });
}

const texts = z.record(z.string(), z.string());

const stateShape = z
  .strictObject({
    name: z.string(),
    path: z.string(),
    description: z.string().nullable(),
    trust: z.string(),
    inline: texts,
    attached: z.array(z.string()),
    boundary: z.string().nullable(),
    maxSessionSeconds: z.number(),
    tags: texts,
    instanceProfiles: z.array(z.string()),
  })
  .transform(
    ({ inline, attached, tags, instanceProfiles, ...rest }): RoleState => ({
      ...rest,
      inline: new Map(Object.entries(inline)),
      attached: new Set(attached),
      tags: new Map(Object.entries(tags)),
      instanceProfiles: new Set(instanceProfiles),
    }),
  );

const inverseShape = z.strictObject({ name: z.string(), role: z.string().nullable() });

/** What a change is taken back to. Null: it is none that is understood here. */
export function storedInverse(
  text: string,
): { readonly name: string; readonly role: RoleState | null } | null {
  const inverse = inverseShape.safeParse(parsed(text));
  if (!inverse.success) return null;
  const { name, role } = inverse.data;
  const state = storedRole(role);
  return state === null && role !== null ? null : { name, role: state };
}

/** Null: there is no role, or it is not understood here. */
export function storedRole(text: string | null): RoleState | null {
  const state = stateShape.safeParse(parsed(text ?? "null"));
  return state.success ? state.data : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
