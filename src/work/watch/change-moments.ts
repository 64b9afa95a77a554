/** What a subject's policies were after each event, as the events themselves say: history, where reads show only the latest state. */
import type { ChangeEvent, DocumentIndex, EventDocument, Snapshot, Subject } from "../../model/index.ts";
import { subjectKey } from "../../model/index.ts";

export type Moment = {
  readonly event: ChangeEvent;
  /** The last document of each policy up to then, those of the subject alone. */
  readonly documents: readonly EventDocument[];
};

/** In the order of the events, which are those of one subject, by time; events without documents make no moment. */
export function momentsOf(subject: Subject, events: readonly ChangeEvent[]): readonly Moment[] {
  const key = subjectKey(subject);
  let known: readonly EventDocument[] = [];
  return events.flatMap((event): Moment[] => {
    const own = event.documents.filter((one) => subjectKey(one.subject) === key);
    if (own.length === 0) return [];
    known = lastOfEach([...known, ...own]);
    return [{ event, documents: known }];
  });
}

/** The last document of each policy; with a role go those of its other policies. */
export function lastOfEach<T extends EventDocument>(documents: readonly T[]): readonly T[] {
  const last = new Map<string, T>();
  for (const one of documents) {
    const key = subjectKey(one.subject);
    const isGone = one.part.kind === "trust-policy" && one.text === null;
    if (isGone) for (const [id, { subject }] of last) if (subjectKey(subject) === key) last.delete(id);
    last.set(JSON.stringify([key, one.part]), one);
  }
  return [...last.values()];
}

/** Whether the snapshot says the same in the same words, spacing and order of members left out. */
export function isSaid(snapshot: Snapshot, documents: readonly EventDocument[]): boolean {
  return documents.every((one) => {
    const text = textIn(snapshot, one);
    return text === one.text || (text !== null && one.text !== null && laidOut(text) === laidOut(one.text));
  });
}

/** The policy that the document is about, as the snapshot has it; null: it has none. */
function textIn(snapshot: Snapshot, { subject, part }: EventDocument): string | null {
  if (subject.kind === "organization") return controlText(snapshot, part);
  if (!("account" in subject)) return null;
  const { account } = subject;
  const text = (document: DocumentIndex | null | undefined): string | null =>
    document == null ? null : snapshot.documents.text(document, account);
  const index = snapshot.accountIndex(account);
  const data = index === null ? null : snapshot.accountData(index);
  switch (subject.kind) {
    case "role": {
      const role = snapshot.roles.byName(account, subject.name);
      if (role === null) return null;
      const { trustPolicy, inlinePolicies } = snapshot.roles.row(role);
      if (part.kind === "trust-policy") return text(trustPolicy);
      return part.kind === "inline-policy" ? inlineText(inlinePolicies, part.name, text) : null;
    }
    case "user":
    case "group": {
      const all = (subject.kind === "user" ? data?.users : data?.groups) ?? [];
      const holder = all.find(({ name }) => name.toLowerCase() === subject.name.toLowerCase());
      return part.kind === "inline-policy" ? inlineText(holder?.inlinePolicies ?? [], part.name, text) : null;
    }
    case "managed-policy":
      return text(data?.managedPolicies.find(({ arn }) => arn === subject.arn)?.document);
    case "resource":
      return text(data?.resources?.find(({ arn }) => arn === subject.arn)?.policy);
    default:
      return null;
  }
}

function controlText({ organization, documents }: Snapshot, part: EventDocument["part"]): string | null {
  const found = organization?.controlPolicies?.find(
    ({ id }) => part.kind === "control-policy" && id === part.id,
  );
  if (organization === null || found === undefined) return null;
  // Nobody's own: no account's id stands for itself in it.
  return documents.text(found.document, organization.managementAccount);
}

function inlineText<T>(
  all: readonly { readonly name: string; readonly document: T }[],
  name: string,
  text: (document: T | undefined) => string | null,
): string | null {
  return text(all.find((one) => one.name === name)?.document);
}

/** Members by name, without spaces; the text itself where it is no JSON. */
function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), (_, value: unknown) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value,
    );
  } catch {
    return text;
  }
}
