/**
 * From a role as it is to one as it is meant to be, call by call, in an order in which no role in between allows anybody anything that
 * the first or the last does not: what takes away comes first, what opens comes last, and a process that dies leaves a role that is
 * narrower at most.
 */
import { comparePolicies } from "../../authz/symbolic/index.ts";
import { permissionSteps } from "./permission-steps.ts";
import { documentOf, isSamePolicy } from "./policy-parts.ts";
import { closedTrust, type RoleState } from "./role-state.ts";
import type { RoleStep, StepOptions } from "./role-step.ts";

/** `current` null: there is no role. Paths and names must be the same: IAM changes neither. */
export function stepsBetween(
  current: RoleState | null,
  desired: RoleState,
  options: StepOptions,
): readonly RoleStep[] {
  if (current === null) {
    const { inline: _, attached: __, instanceProfiles: ___, ...role } = { ...desired, trust: closedTrust };
    const made: RoleState = { ...desired, trust: closedTrust, inline: new Map(), attached: new Set() };
    return [{ kind: "create-role", role }, ...stepsBetween(made, desired, options)];
  }
  const permissions = permissionSteps(current, desired, options.denies);
  // Policies elsewhere may ask for tags.
  const gives = [
    ...permissions,
    ...tagSteps(current, desired, options.exactTags === true, "others"),
    ...settingSteps(current, desired, "longer"),
  ];
  const trust = trustSteps(current.trust, desired.trust, gives.length > 0);
  return [
    ...tagSteps(current, desired, options.exactTags === true, "ours"),
    ...trust.first,
    ...settingSteps(current, desired, "shorter"),
    ...gives,
    ...trust.last,
  ];
}

/** Nobody comes in any more; what it may is taken away, denials last; then it goes. */
export function removalSteps(current: RoleState, options: StepOptions): readonly RoleStep[] {
  const bare: RoleState = { ...current, inline: new Map(), attached: new Set() };
  const closed = isSamePolicy(current.trust, closedTrust, "trust");
  return [
    ...(closed ? [] : [{ kind: "set-trust", text: closedTrust } as const]),
    ...permissionSteps(current, bare, options.denies),
    { kind: "delete-role" },
  ];
}

/** What the role is after a call; null: it is gone. */
export function afterStep(role: RoleState | null, step: RoleStep): RoleState | null {
  if (step.kind === "create-role")
    return { ...step.role, inline: new Map(), attached: new Set(), instanceProfiles: new Set() };
  if (step.kind === "delete-role" || role === null) return null;
  const [inline, attached, tags] = [new Map(role.inline), new Set(role.attached), new Map(role.tags)];
  switch (step.kind) {
    case "put-inline-policy":
      return { ...role, inline: inline.set(step.name, step.text) };
    case "delete-inline-policy":
      inline.delete(step.name);
      return { ...role, inline };
    case "attach-policy":
      return { ...role, attached: attached.add(step.arn) };
    case "detach-policy":
      attached.delete(step.arn);
      return { ...role, attached };
    case "put-boundary":
      return { ...role, boundary: step.arn };
    case "delete-boundary":
      return { ...role, boundary: null };
    case "set-trust":
      return { ...role, trust: step.text };
    case "update-role":
      return { ...role, maxSessionSeconds: step.maxSessionSeconds, description: step.description };
    case "tag-role":
      return { ...role, tags: new Map([...tags, ...step.tags]) };
    case "untag-role":
      for (const key of step.keys) tags.delete(key);
      return { ...role, tags };
  }
}

/** Which of two trust policies lets in more. */
export type TrustChange = "none" | "narrower" | "wider" | "other";

export function trustChange(before: string, after: string): TrustChange {
  const key = JSON.stringify([before, after]);
  const known = compared.get(key) ?? comparedTrust(before, after);
  if (compared.size < mostCompared) compared.set(key, known);
  return known;
}

/** Roles that drifted alike in many accounts are compared once. */
const compared = new Map<string, TrustChange>();
const mostCompared = 1000;

function comparedTrust(before: string, after: string): TrustChange {
  if (isSamePolicy(before, after, "trust")) return "none";
  const [a, b] = [documentOf(before, "trust"), documentOf(after, "trust")];
  if (a === null || b === null) return "other";
  const { aWithinB, bWithinA } = comparePolicies(a, b, "trust");
  if (aWithinB && bWithinA) return "none";
  return bWithinA ? "narrower" : aWithinB ? "wider" : "other";
}

function trustSteps(
  before: string,
  after: string,
  withOthers: boolean,
): { readonly first: readonly RoleStep[]; readonly last: readonly RoleStep[] } {
  const set = { kind: "set-trust", text: after } as const;
  switch (trustChange(before, after)) {
    case "none":
      return { first: [], last: [] };
    case "narrower":
      return { first: [set], last: [] };
    case "wider":
      return { first: [], last: [set] };
    case "other":
      // Those who come in must not meet what those had who go, nor the other way around.
      return withOthers
        ? { first: [{ kind: "set-trust", text: closedTrust }], last: [set] }
        : { first: [], last: [set] };
  }
}

function settingSteps(
  current: RoleState,
  desired: RoleState,
  when: "shorter" | "longer",
): readonly RoleStep[] {
  const { maxSessionSeconds } = desired;
  const description = desired.description ?? current.description;
  if (maxSessionSeconds === current.maxSessionSeconds && description === current.description) return [];
  const isShorter = maxSessionSeconds < current.maxSessionSeconds;
  return isShorter === (when === "shorter") ? [{ kind: "update-role", maxSessionSeconds, description }] : [];
}

/** Whose the role is stands there before anything else is done; other tags may decide who may what, and come with the rest. */
function tagSteps(
  current: RoleState,
  desired: RoleState,
  isExact: boolean,
  which: "ours" | "others",
): readonly RoleStep[] {
  const isOurs = (key: string): boolean => key.startsWith("accesslens:");
  const asked = (key: string): boolean => isOurs(key) === (which === "ours");
  const tags = new Map(
    [...desired.tags].filter(([key, value]) => asked(key) && current.tags.get(key) !== value),
  );
  const keys = isExact ? [...current.tags.keys()].filter((key) => asked(key) && !desired.tags.has(key)) : [];
  return [
    ...(tags.size === 0 ? [] : [{ kind: "tag-role", tags } as const]),
    ...(keys.length === 0 ? [] : [{ kind: "untag-role", keys } as const]),
  ];
}
