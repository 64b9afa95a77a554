/** What of a role is not as it is meant to be. */

import { isSamePolicy } from "./policy-parts.ts";
import type { RoleState } from "./role-state.ts";
import { trustChange } from "./steps.ts";

export type RoleDifference = {
  readonly part: "trust" | "permissions" | "boundary" | "session" | "tags" | "description";
  /** Of permissions: the inline policy's name or the managed one's ARN; of a tag: its key. */
  readonly name: string | null;
  /** Null: it is not there. External IDs as they are: mask before showing. */
  readonly before: string | null;
  readonly after: string | null;
  /** One sentence. */
  readonly says: string;
};

export function differencesBetween(current: RoleState, desired: RoleState): readonly RoleDifference[] {
  return [
    ...trustDifference(current, desired),
    ...inlineDifferences(current, desired),
    ...attachedDifferences(current, desired),
    ...boundaryDifference(current, desired),
    ...settingDifferences(current, desired),
  ];
}

function trustDifference(current: RoleState, desired: RoleState): readonly RoleDifference[] {
  const change = trustChange(current.trust, desired.trust);
  if (change === "none") return [];
  const says = {
    narrower: "its trust policy lets in more than it is meant to",
    wider: "its trust policy lets in less than it is meant to",
    other: "its trust policy lets in others than it is meant to",
  }[change];
  return [{ part: "trust", name: null, before: current.trust, after: desired.trust, says }];
}

function inlineDifferences(current: RoleState, desired: RoleState): readonly RoleDifference[] {
  const names = [...new Set([...current.inline.keys(), ...desired.inline.keys()])];
  return names.flatMap((name): RoleDifference[] => {
    const [before, after] = [current.inline.get(name) ?? null, desired.inline.get(name) ?? null];
    if (before !== null && after !== null && isSamePolicy(before, after, "identity")) return [];
    const says =
      before === null
        ? `inline policy ${name} is missing`
        : after === null
          ? `inline policy ${name} is not declared`
          : `inline policy ${name} is another one`;
    return [{ part: "permissions", name, before, after, says }];
  });
}

function attachedDifferences(current: RoleState, desired: RoleState): readonly RoleDifference[] {
  const difference = (arn: string, isMeant: boolean): RoleDifference => ({
    part: "permissions",
    name: arn,
    before: isMeant ? null : arn,
    after: isMeant ? arn : null,
    says: isMeant ? `${arn} is not attached` : `${arn} is attached and not declared`,
  });
  return [
    ...[...desired.attached].filter((arn) => !current.attached.has(arn)).map((arn) => difference(arn, true)),
    ...[...current.attached].filter((arn) => !desired.attached.has(arn)).map((arn) => difference(arn, false)),
  ];
}

function boundaryDifference(current: RoleState, desired: RoleState): readonly RoleDifference[] {
  const [before, after] = [current.boundary, desired.boundary];
  if (before === after) return [];
  const says =
    before === null
      ? `it has no permissions boundary, ${after} is meant`
      : after === null
        ? `it has permissions boundary ${before}, and none is meant`
        : `its permissions boundary is ${before} instead of ${after}`;
  return [{ part: "boundary", name: null, before, after, says }];
}

function settingDifferences(current: RoleState, desired: RoleState): readonly RoleDifference[] {
  const found: RoleDifference[] = [];
  if (current.maxSessionSeconds !== desired.maxSessionSeconds) {
    const [before, after] = [`${current.maxSessionSeconds}`, `${desired.maxSessionSeconds}`];
    const says = `its sessions may last ${before} seconds instead of ${after}`;
    found.push({ part: "session", name: null, before, after, says });
  }
  for (const [key, after] of desired.tags) {
    const before = current.tags.get(key) ?? null;
    if (before === after) continue;
    const says = before === null ? `it lacks tag ${key}` : `its tag ${key} has another value`;
    found.push({ part: "tags", name: key, before, after, says });
  }
  if (desired.description !== null && desired.description !== current.description) {
    const [before, after] = [current.description, desired.description];
    found.push({ part: "description", name: null, before, after, says: "its description is another one" });
  }
  return found;
}
