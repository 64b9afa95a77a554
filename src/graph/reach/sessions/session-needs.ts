/** Terms of a guard that ask for how the caller's session was made. */
import type { Subject } from "../../../authz/calls/index.ts";
import type { Guard, GuardTerm } from "../../../authz/types.ts";

export type SessionNeeds = {
  /** On aws:PrincipalTag, which the role's own tags do not meet. */
  readonly tags: Guard;
  /** On aws:SourceIdentity. */
  readonly identity: Guard;
  /** Whether the role's own tags may suffice after all. */
  readonly unsure: boolean;
};

const principalTag = /^aws:principaltag\/(.*)$/is;

/** What the guard asks of the caller's session besides the role's own tags. */
export function needsOf(guard: Guard, { tags }: Subject): SessionNeeds {
  let unsure = false;
  const taggable = tags?.sessionsMayBeTagged() === true;
  const needed = guard.filter((term) => {
    const key = principalTag.exec(term.key)?.[1];
    // What stays open though nobody tags the session is no matter of the session.
    if (key === undefined || !taggable) return false;
    const own = tags?.own.get(key.toLowerCase());
    if (own !== undefined) {
      if (isPlainEquality(term) && term.values.includes(own)) return false;
      if (!isPlainEquality(term)) unsure = true;
    }
    if (term.values.some((value) => value.includes("${"))) unsure = true;
    return true;
  });
  const identity = guard.filter(({ key }) => /^aws:sourceidentity$/i.test(key)).filter(isAsked);
  return { tags: needed, identity, unsure };
}

/** Whether it hangs on how the session was made, of a role that did not make it itself: its tags, a source identity, MFA. */
export function asksOfSession(guard: Guard, subject: Subject): boolean {
  const { tags, identity } = needsOf(guard, subject);
  return tags.length > 0 || identity.length > 0 || isMfaAsked(guard);
}

/** What a call has to bring so that the session that it makes meets the needs. */
export function settingOf(
  { tags, identity }: Pick<SessionNeeds, "tags" | "identity">,
  transitive: boolean,
): Guard {
  const keys = [...new Set(tags.flatMap(({ key }) => principalTag.exec(key)?.[1] ?? []))];
  const terms: GuardTerm[] = [];
  for (const term of tags) {
    const key = `aws:RequestTag/${principalTag.exec(term.key)?.[1] ?? ""}`;
    terms.push({ ...term, key, controlledBy: "caller" });
    if (!isAsked(term)) terms.push({ key, operator: "Null", values: ["false"], controlledBy: "caller" });
  }
  // Conditions on the keys that a call brings speak of them all.
  const lists = transitive ? ["aws:TagKeys", "sts:TransitiveTagKeys"] : ["aws:TagKeys"];
  for (const tag of keys) {
    for (const key of lists)
      terms.push({ key, operator: "ForAnyValue:StringEquals", values: [tag], controlledBy: "caller" });
  }
  return [
    ...terms,
    ...identity.map((term): GuardTerm => ({ ...term, key: "sts:SourceIdentity", controlledBy: "caller" })),
  ];
}

/** Whether it asks for certain source identities, of those that it names in full. */
export function isForced(term: GuardTerm): boolean {
  return /^(aws|sts):sourceidentity$/i.test(term.key) && isPlainEquality(term);
}

export function shareValue(one: GuardTerm, other: GuardTerm): boolean {
  return one.values.some((value) => other.values.includes(value));
}

export function isMfaAsked(guard: Guard): boolean {
  return guard.some(
    (term) =>
      (/^aws:multifactorauthpresent$/i.test(term.key) || /^aws:multifactorauthage$/i.test(term.key)) &&
      isAsked(term) &&
      !term.values.every((value) => /^bool/i.test(term.operator) && value.toLowerCase() === "false"),
  );
}

function isPlainEquality({ operator, values }: GuardTerm): boolean {
  return operator === "StringEquals" && values.every((value) => !value.includes("${"));
}

/** Whether the key has to be there. */
function isAsked({ operator, values }: GuardTerm): boolean {
  if (/^null/i.test(operator)) return values.every((value) => value.toLowerCase() === "false");
  return !/^ForAllValues:|Not|IfExists$/i.test(operator);
}
