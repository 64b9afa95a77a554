/** The lines of a story: one party, one guard, one actor. */
import type {
  AccessGuardTerm,
  AccessParty,
  ChangeActor,
  FindingBrief,
  GuardChange,
} from "../../model/index.ts";

/** With an ellipsis where something is left out; no character is cut in half. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = /[\uD800-\uDBFF]$/.test(text.slice(0, most - 1)) ? most - 2 : most - 1;
  return `${text.slice(0, end)}…`;
}

/** `1 more change`, `2 more changes`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

export function partyLine({ id, name, external, proven, guard, via }: AccessParty): string {
  const known = name !== undefined && !id.includes(name) ? `${id} (${name})` : id;
  const words = [
    ...(external ? ["outside the organization"] : []),
    ...(proven ? [] : ["may: it could not be proven"]),
    ...(via === "account" ? ["through trust in a whole account, unit or organization"] : []),
    guard.length === 0 ? "without a condition" : `if ${guard.map(termText).join(" and ")}`,
  ];
  return `${known}: ${words.join("; ")}`;
}

function termText({ key, operator, values, controlledBy }: AccessGuardTerm): string {
  const chosen = controlledBy === "caller" ? ", which the caller chooses" : "";
  return `${key} ${operator} ${values.join(" or ")}${chosen}`;
}

const guardWords: Readonly<Record<GuardChange["change"], string>> = {
  "external-id-dropped": "no external ID is asked for any more",
  "organization-dropped": "the organization is not asked for any more",
  "mfa-dropped": "MFA is not asked for any more",
  "condition-dropped": "a condition is gone",
  "condition-widened": "a condition is wider",
  "condition-added": "a condition was added",
  "condition-narrowed": "a condition is narrower",
  "condition-changed": "a condition is another one",
  "principal-widened": "the principal is wider",
  "principal-narrowed": "the principal is narrower",
  "proven-now": "it is proven now",
  "unproven-now": "it is no longer proven",
};

export function guardLine({ change, weaker, who, before, after }: GuardChange): string {
  const side = (texts: readonly string[]): string => (texts.length === 0 ? "nothing" : texts.join(" and "));
  return `${weaker ? "weaker" : "stronger"} for ${who}: ${guardWords[change]} (${side(before)} → ${side(after)})`;
}

export function actorLine(actor: ChangeActor): string {
  const { principal, sessionIssuer, account, sourceIp, userAgent, mfa } = actor;
  const words = [
    ...(sessionIssuer === null || sessionIssuer === principal ? [] : [`a session of ${sessionIssuer}`]),
    ...(account === null || principal.includes(account) ? [] : [`of account ${account}`]),
    ...(sourceIp === null ? [] : [`from ${sourceIp}`]),
    ...(userAgent === null ? [] : [`with ${cut(userAgent, 120)}`]),
    ...(mfa === null ? [] : [mfa ? "with MFA" : "without MFA"]),
  ];
  return [principal, ...words].join(", ");
}

export function findingLine({ id, severity, title }: FindingBrief): string {
  return `${severity} ${id}: ${title}`;
}
