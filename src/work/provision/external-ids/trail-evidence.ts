/** Who still brings the old external ID: out of CloudTrail's files, from AssumeRole events, refused ones included. */
import { openTrailFiles } from "../../../logs/index.ts";
import { splitArn } from "../../../model/index.ts";
import type { OldUse, TrailEvidence } from "./external-ids-shape.ts";

type Question = {
  readonly directory: string;
  readonly old: string;
  readonly new: string;
  /** Milliseconds since 1970: earlier uses of the old one are none that count. */
  readonly since: number;
};

/** Events of another account's copy are counted once, by `sharedEventID`, with the side that has it first. */
export async function trailEvidence(question: Question): Promise<TrailEvidence> {
  const skipped: { file: string; why: string }[] = [];
  const files = openTrailFiles({
    directory: question.directory,
    manifest: { has: async () => false, add: async () => undefined },
    lookEveryMilliseconds: 0,
    onFault: (fault) => skipped.push(fault),
  });
  const found = new Uses(question);
  const { signal } = new AbortController();
  for (;;) {
    // No waiting for files that are not there yet: what is read now is the evidence.
    const messages = await files.receive(1000, 1, signal);
    if (messages.length === 0) break;
    for (const { body } of messages) found.add(JSON.parse(body));
    await files.done(messages);
  }
  files.close();
  return { ...found.told(), skipped };
}

type Use = { readonly by: string; readonly role: string; count: number; first: number; last: number };

class Uses {
  readonly #question: Question;
  readonly #seen = new Set<string>();
  readonly #old = new Map<string, Use>();
  readonly #lastOfNew = new Map<string, number>();
  readonly #accounts = new Set<string>();
  #events = 0;
  #newUses = 0;
  #from = Number.POSITIVE_INFINITY;
  #to = Number.NEGATIVE_INFINITY;

  constructor(question: Question) {
    this.#question = question;
  }

  add(event: unknown): void {
    const read = assumeRoleOf(event);
    if (read === null || this.#seen.has(read.id)) return;
    if (read.id !== "") this.#seen.add(read.id);
    const { at, by, role, externalId, isRefused, accounts } = read;
    this.#events += 1;
    this.#from = Math.min(this.#from, at);
    this.#to = Math.max(this.#to, at);
    if (at >= this.#question.since) for (const account of accounts) this.#accounts.add(account);
    const key = `${by} ${role}`;
    // A refusal of the new one shows that somebody has it, and not that it lets in.
    if (externalId === this.#question.new && !isRefused) {
      this.#newUses += 1;
      this.#lastOfNew.set(key, Math.max(at, this.#lastOfNew.get(key) ?? at));
    }
    if (externalId !== this.#question.old || at < this.#question.since) return;
    const use = this.#old.get(key);
    if (use === undefined) this.#old.set(key, { by, role, count: 1, first: at, last: at });
    else {
      use.count += 1;
      use.first = Math.min(use.first, at);
      use.last = Math.max(use.last, at);
    }
  }

  told(): Omit<TrailEvidence, "skipped"> {
    const time = (at: number): string => new Date(at).toISOString();
    const oldUses = [...this.#old]
      .toSorted(([, a], [, b]) => b.last - a.last)
      .map(([key, { by, role, count, first, last }]): OldUse => {
        const lastOfNew = this.#lastOfNew.get(key);
        return {
          by,
          role,
          count,
          first: time(first),
          last: time(last),
          lastOfNew: lastOfNew === undefined ? null : time(lastOfNew),
        };
      });
    return {
      events: this.#events,
      from: this.#events === 0 ? null : time(this.#from),
      to: this.#events === 0 ? null : time(this.#to),
      since: time(this.#question.since),
      accounts: [...this.#accounts].toSorted(),
      oldUses,
      newUses: this.#newUses,
    };
  }
}

type AssumeRoleEvent = {
  readonly id: string;
  readonly at: number;
  readonly by: string;
  readonly role: string;
  readonly externalId: string | null;
  readonly isRefused: boolean;
  /** Whose trail has it, and whose role it is. */
  readonly accounts: readonly string[];
};

type Fields = Readonly<Record<string, unknown>>;

/** Null: it is another event, or nothing that can be read. */
function assumeRoleOf(event: unknown): AssumeRoleEvent | null {
  if (!isFields(event) || event.eventName !== "AssumeRole" || event.eventSource !== "sts.amazonaws.com")
    return null;
  const at = Date.parse(text(event.eventTime) ?? "");
  if (Number.isNaN(at)) return null;
  const identity = isFields(event.userIdentity) ? event.userIdentity : {};
  const asked = isFields(event.requestParameters) ? event.requestParameters : {};
  const role = text(asked.roleArn);
  const owners = [text(event.recipientAccountId), splitArn(role ?? "")?.account ?? null];
  return {
    id: text(event.sharedEventID) ?? text(event.eventID) ?? "",
    at,
    // Of a caller from another account CloudTrail tells the account and the principal's id at least.
    by: text(identity.arn) ?? text(identity.accountId) ?? text(identity.principalId) ?? "somebody",
    role: role ?? "a role",
    externalId: text(asked.externalId),
    isRefused: text(event.errorCode) !== null,
    accounts: owners.filter((account) => account !== null),
  };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/**
 * Why the old one may not go yet; a clause without a full stop. Null: nobody has brought it since, the new one lets in, and the files
 * hold that time of all accounts that own one of the roles. `isWanted`: whether the new one has to be in use.
 */
export function whyNotYet(
  { oldUses, newUses, events, skipped, to, since, accounts }: TrailEvidence,
  roles: readonly string[],
  isWanted: boolean,
): string | null {
  const files = skipped.length === 1 ? "1 file" : `${skipped.length} files`;
  if (skipped.length > 0) return `${files} of the trail could not be read`;
  if (events === 0) return "the files hold no AssumeRole event, which shows nothing";
  if (oldUses.length > 0) {
    const callers = oldUses.length === 1 ? "1 caller" : `${oldUses.length} callers`;
    return `it was used since ${since}, by ${callers}`;
  }
  if (to === null || to < since) return `the files end before ${since}, which shows nothing`;
  const owners = new Set(roles.flatMap((role) => splitArn(role)?.account ?? []));
  const unseen = [...owners].filter((account) => !accounts.includes(account));
  if (unseen.length > 0) {
    return `the files hold no AssumeRole event since ${since} of ${unseen.join(", ")}, which shows nothing`;
  }
  if (isWanted && newUses === 0) return "nobody was let in with the new one yet";
  return null;
}
