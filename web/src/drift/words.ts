/** What changes are called on the pages. */
import type { Answer } from "../api/client.ts";

export type DriftRow = Answer<"/api/drift">["events"][number];
export type Story = Answer<"/api/drift/event">;
export type Change = Story["event"]["changes"][number];

export const sides = ["gained", "lost", "outsiders", "neither"] as const;

export const sideWords: Readonly<Record<DriftRow["sides"][number], string>> = {
  gained: "somebody gained",
  lost: "somebody lost",
  outsiders: "outsiders gained",
  neither: "nobody is known to have",
};

export const kindWords: Readonly<Record<DriftRow["kind"], string>> = {
  changed: "told by events",
  "opened-and-closed": "opened, and closed again",
  "missed-by-events": "told by no event",
  unresolved: "not confirmed by a read",
};

export const kindSentences: Readonly<Record<DriftRow["kind"], string>> = {
  changed: "Events told of it, and a read confirmed it.",
  "opened-and-closed": "It was possible between two events only: what is read now does not show it any more.",
  "missed-by-events": "A full read found it; no event had told of it.",
  unresolved: "No read has confirmed what the last event said: what holds now is not known.",
};

/** With words for kinds that a server of another version knows. */
const words = {
  "trust-policy": "trust policy",
  "resource-policy": "resource policy",
  "resource-settings": "resource settings",
  "identity-policy": "identity policies",
  "permissions-boundary": "permissions boundary",
  "control-policy": "control policy (SCP, RCP)",
  account: "account",
  "organizational-unit": "organizational unit",
  "delegated-administrator": "delegated administrator",
  "identity-provider": "identity provider",
  "identity-center": "Identity Center",
  "roles-anywhere": "Roles Anywhere",
  "account-settings": "account settings",
  "session-length": "session length",
  tags: "tags",
  coverage: "what can be read",
  "instance-profile": "instance profile",
};

export const aboutWords: Readonly<Record<Change["kind"], string>> = words;

export const guardWords: Readonly<Record<Change["guards"][number]["change"], string>> = {
  "external-id-dropped": "external ID no longer asked for",
  "organization-dropped": "organization no longer asked for",
  "mfa-dropped": "MFA no longer asked for",
  "condition-dropped": "condition gone",
  "condition-widened": "condition wider",
  "condition-added": "condition added",
  "condition-narrowed": "condition narrower",
  "condition-changed": "condition changed",
  "principal-widened": "principal wider",
  "principal-narrowed": "principal narrower",
  "proven-now": "proven now",
  "unproven-now": "no longer proven",
};

export const verdictWords: Readonly<Record<Story["decisions"][number]["verdict"], string>> = {
  sent: "told",
  grouped: "told together with others",
  held: "held back for later",
  "below-severity": "not told: not severe enough",
  "not-routed": "not told: no route takes it",
  maintenance: "not told: maintenance",
  expected: "not told: it was expected",
  "rate-limited": "held back: too many",
  "no-channel": "not told: there is no channel",
};

export const deliveryWords: Readonly<Record<Story["deliveries"][number]["status"], string>> = {
  waiting: "waits to be sent",
  sending: "being sent",
  delivered: "delivered",
  dead: "given up",
};

/** `3 changes`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** Who gained and lost, in numbers: `2 gained, 1 guard weaker`. */
export function balanceOf({ gained, lost, weakened, strengthened }: DriftRow): string {
  const parts = [
    ...(gained > 0 ? [`${gained.toLocaleString("en")} gained`] : []),
    ...(weakened > 0 ? [`${counted(weakened, "guard")} weaker`] : []),
    ...(lost > 0 ? [`${lost.toLocaleString("en")} lost`] : []),
    ...(strengthened > 0 ? [`${counted(strengthened, "guard")} stronger`] : []),
  ];
  return parts.join(", ");
}

/** Of a session's ARN, what tells people apart: its role and its name. */
export function actorName(principal: string): string {
  return /^arn:[^:]*:sts::\d{12}:assumed-role\/(.+)$/.exec(principal)?.[1] ?? principal;
}
