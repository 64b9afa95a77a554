/** External IDs in what is told of a change, masked: alerts go to rooms where more people read than may know them. */
import type {
  AccessGuardTerm,
  AccessParty,
  DriftChange,
  DriftEvent,
  DriftRequest,
  FindingBrief,
  GuardChange,
} from "../model/index.ts";
import { externalIdPlaces, maskPolicyText, maskValue } from "../policy/index.ts";

const externalId = "sts:externalid";

/** Guards, examples and policy texts by their structure; sentences by the values that stand in those. */
export function maskDriftEvent(event: DriftEvent): DriftEvent {
  const sentence = maskingOf(event.changes);
  const brief = (one: FindingBrief): FindingBrief => ({ ...one, title: sentence(one.title) });
  return {
    ...event,
    title: sentence(event.title),
    severityReasons: event.severityReasons.map(sentence),
    changes: event.changes.map((change) => maskChange(change, sentence)),
    findings: {
      opened: event.findings.opened.map(brief),
      closed: event.findings.closed.map(brief),
    },
  };
}

/** The same for a change by itself. */
export function maskDriftChange(change: DriftChange): DriftChange {
  return maskChange(change, maskingOf([change]));
}

function maskChange(change: DriftChange, sentence: (text: string) => string): DriftChange {
  const { examples } = change;
  return {
    ...change,
    summary: sentence(change.summary),
    gained: change.gained.map(maskParty),
    lost: change.lost.map(maskParty),
    guards: change.guards.map((guard) => maskGuardChange(guard, sentence)),
    examples: { gained: maskRequest(examples.gained), lost: maskRequest(examples.lost) },
    reaches: change.reaches.map(sentence),
    notes: change.notes.map(sentence),
    before: change.before === null ? null : maskPolicyText(change.before),
    after: change.after === null ? null : maskPolicyText(change.after),
  };
}

function isExternalId(key: string): boolean {
  return key.toLowerCase() === externalId;
}

function holdsIds({ key, operator }: Pick<AccessGuardTerm, "key" | "operator">): boolean {
  return isExternalId(key) && !operator.startsWith("Null");
}

function maskParty(party: AccessParty): AccessParty {
  return {
    ...party,
    guard: party.guard.map((term) =>
      holdsIds(term) ? { ...term, values: term.values.map(maskValue) } : term,
    ),
  };
}

function maskRequest(request: DriftRequest | null): DriftRequest | null {
  if (request === null) return null;
  const context = Object.entries(request.context).map(([key, value]) => {
    if (!isExternalId(key)) return [key, value];
    return [key, typeof value === "string" ? maskValue(value) : value.map(maskValue)];
  });
  return { ...request, context: Object.fromEntries(context) };
}

/** Texts of terms: `sts:ExternalId StringEquals ID, ID`. */
function maskGuardChange(change: GuardChange, sentence: (text: string) => string): GuardChange {
  const term = (text: string): string => {
    const [, key = "", operator = "", values = ""] = /^(\S+) (\S+) (.*)$/s.exec(text) ?? [];
    if (!holdsIds({ key, operator })) return sentence(text);
    return `${key} ${operator} ${values.split(", ").map(maskValue).join(", ")}`;
  };
  return { ...change, before: change.before.map(term), after: change.after.map(term) };
}

/** Masks in sentences the external IDs that these changes show. */
function maskingOf(changes: readonly DriftChange[]): (sentence: string) => string {
  const values = [...new Set(changes.flatMap(externalIdsOf))].toSorted((a, b) => b.length - a.length);
  return (sentence) =>
    values.reduce((text, value) => {
      const quoted = text.replaceAll(JSON.stringify(value), () => maskValue(value));
      // The account's own id is often taken for an external ID, and is no secret where it stands for the account.
      return /^\d{12}$/.test(value) ? quoted : withoutWord(quoted, value);
    }, sentence);
}

function externalIdsOf({ gained, lost, examples, before, after }: DriftChange): readonly string[] {
  const terms = [...gained, ...lost].flatMap(({ guard }) => guard.filter(holdsIds));
  const contexts = [examples.gained, examples.lost].flatMap((request) =>
    Object.entries(request?.context ?? {}).flatMap(([key, value]) => (isExternalId(key) ? value : [])),
  );
  const places = [before, after].flatMap((text) => (text === null ? [] : externalIdPlaces(text)));
  return [...terms.flatMap(({ values }) => values), ...contexts, ...places.map(({ value }) => value)].filter(
    (value) => value !== "",
  );
}

/** Where it stands by itself, and is no part of a longer name. */
function withoutWord(text: string, word: string): string {
  let shown = "";
  let from = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    const end = at + word.length;
    if (isNamePart(text[at - 1]) || isNamePart(text[end])) continue;
    shown += text.slice(from, at) + maskValue(word);
    from = end;
  }
  return shown + text.slice(from);
}

function isNamePart(character: string | undefined): boolean {
  return character !== undefined && /[A-Za-z0-9_/:-]/.test(character);
}
