/**
 * What a role may, changed call by call. With Allow statements alone, taking away before giving is enough. Where something denies, or the
 * boundary becomes another one, every policy that changes is first cut down to what both states allow, less what either denies.
 */
import type { Denials } from "./managed-denials.ts";
import { commonPart, denialsOf, isSamePolicy, mayDeny } from "./policy-parts.ts";
import type { RoleState } from "./role-state.ts";
import type { RoleStep } from "./role-step.ts";

type Changes = {
  readonly extra: readonly (readonly [name: string, text: string])[];
  readonly replaced: readonly { readonly name: string; readonly old: string; readonly text: string }[];
  readonly added: readonly (readonly [name: string, text: string])[];
  readonly detached: readonly string[];
  readonly attached: readonly string[];
  readonly boundary: "same" | "added" | "replaced" | "removed";
};

export function permissionSteps(
  current: RoleState,
  desired: RoleState,
  denies: (arn: string) => Denials | null,
): readonly RoleStep[] {
  const changes = changesBetween(current, desired);
  const isDenying = (arn: string): boolean => [denies(arn)].some((one) => one === "some" || one === "all");
  const isDenial = (arn: string): boolean => denies(arn) === "all";
  const { extra, replaced, added, detached, attached, boundary } = changes;
  const texts = [
    ...extra.map(([, text]) => text),
    ...added.map(([, text]) => text),
    ...replaced.flatMap(({ old, text }) => [old, text]),
  ];
  const count = extra.length + replaced.length + added.length + detached.length + attached.length;
  const anyDenies = texts.some(mayDeny) || [...detached, ...attached].some(isDenying);
  const isStrict = count + (boundary === "same" ? 0 : 1) > 1 && (anyDenies || boundary === "replaced");
  const put = (name: string, text: string): RoleStep => ({ kind: "put-inline-policy", name, text });
  const remove = (name: string): RoleStep => ({ kind: "delete-inline-policy", name });
  const detach = (arn: string): RoleStep => ({ kind: "detach-policy", arn });
  const attach = (arn: string): RoleStep => ({ kind: "attach-policy", arn });
  const limit: readonly RoleStep[] =
    desired.boundary === null
      ? [{ kind: "delete-boundary" }]
      : [{ kind: "put-boundary", arn: desired.boundary }];
  const when = (kind: Changes["boundary"]): readonly RoleStep[] => (boundary === kind ? limit : []);
  const kept = isStrict ? extra.filter(([, text]) => mayDeny(text)) : [];
  const keptDetached = isStrict ? detached.filter(isDenying) : [];
  const narrowed = isStrict ? narrowing(changes) : [];
  return [
    ...when("added"),
    ...detached.filter((arn) => !keptDetached.includes(arn)).map(detach),
    ...extra.filter((one) => !kept.includes(one)).map(([name]) => remove(name)),
    ...narrowed,
    ...attached.filter(isDenial).map(attach),
    ...when("replaced"),
    ...attached.filter((arn) => isDenying(arn) && !isDenial(arn)).map(attach),
    ...[...replaced.map(({ name, text }) => [name, text] as const), ...added]
      .map(([name, text]) => put(name, text))
      // Denials alone are there already.
      .filter((step) => !narrowed.some((one) => isSamePut(one, step))),
    ...attached.filter((arn) => !isDenying(arn)).map(attach),
    ...kept.map(([name]) => remove(name)),
    ...keptDetached.map(detach),
    ...when("removed"),
  ];
}

function changesBetween(current: RoleState, desired: RoleState): Changes {
  const same = (name: string, text: string): boolean => {
    const old = current.inline.get(name);
    return old !== undefined && isSamePolicy(old, text, "identity");
  };
  return {
    extra: [...current.inline].filter(([name]) => !desired.inline.has(name)),
    replaced: [...desired.inline].flatMap(([name, text]) => {
      const old = current.inline.get(name);
      return old === undefined || same(name, text) ? [] : [{ name, old, text }];
    }),
    added: [...desired.inline].filter(([name]) => !current.inline.has(name)),
    detached: [...current.attached].filter((arn) => !desired.attached.has(arn)),
    attached: [...desired.attached].filter((arn) => !current.attached.has(arn)),
    boundary: boundaryChange(current.boundary, desired.boundary),
  };
}

function boundaryChange(before: string | null, after: string | null): Changes["boundary"] {
  if (before === after) return "same";
  return before === null ? "added" : after === null ? "removed" : "replaced";
}

/** Cuts down to what both states allow, less what either denies. */
function narrowing({ extra, replaced, added }: Changes): readonly RoleStep[] {
  const steps: RoleStep[] = [];
  for (const [name, text] of added) {
    const denials = denialsOf(text);
    if (denials === null) continue;
    steps.push({
      kind: "put-inline-policy",
      name,
      text: isSamePolicy(denials, text, "identity") ? text : denials,
    });
  }
  for (const [name, text] of extra) {
    const denials = denialsOf(text);
    if (denials !== null && !isSamePolicy(denials, text, "identity")) {
      steps.push({ kind: "put-inline-policy", name, text: denials });
    }
  }
  for (const { name, old, text } of replaced) {
    const common = commonPart(old, text);
    if (common === null) steps.push({ kind: "delete-inline-policy", name });
    else if (!isSamePolicy(common, old, "identity"))
      steps.push({ kind: "put-inline-policy", name, text: common });
  }
  return steps;
}

function isSamePut(a: RoleStep, b: RoleStep): boolean {
  return (
    a.kind === "put-inline-policy" && b.kind === "put-inline-policy" && a.name === b.name && a.text === b.text
  );
}
