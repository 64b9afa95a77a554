/**
 * What is known of the record that is open: whether it can be one of the calls. Told of keys and texts at the record's own depth
 * (and of a wrapper's), never of what lies deeper: `requestParameters` are the caller's own words.
 */
import { type ByteNames, byteNames, callNames, namedBy, sourceNames } from "./record-names.ts";

/** What a key of a record stands for. */
export const Key = { other: 0, name: 1, source: 2, account: 3, wrapper: 4, records: 5, events: 6 } as const;
export type KeyKind = (typeof Key)[keyof typeof Key];

const meanings = [
  ["eventName", Key.name],
  ["eventSource", Key.source],
  ["recipientAccountId", Key.account],
  // How Lake, EventBridge and `aws cloudtrail lookup-events` wrap an event.
  ["eventData", Key.wrapper],
  ["event", Key.wrapper],
  ["detail", Key.wrapper],
  ["CloudTrailEvent", Key.wrapper],
  // Of the top-level object alone.
  ["Records", Key.records],
  ["Events", Key.events],
] as const;
const keyNames: ByteNames<KeyKind> = byteNames(meanings);
const keyTexts: ReadonlyMap<string, KeyKind> = new Map(meanings);

/** Keys that mean something. */
export const askedKeys: readonly string[] = meanings.map(([key]) => key);

/** The text of a JSON string with escapes, its quotes left out; null where it isn't one. */
function unescaped(bytes: Uint8Array, start: number, end: number): string {
  const text: unknown = JSON.parse(`"${new TextDecoder().decode(bytes.subarray(start, end))}"`);
  return typeof text === "string" ? text : "";
}

export function keyOf(bytes: Uint8Array, start: number, end: number, escaped: boolean): KeyKind {
  if (escaped) return keyTexts.get(unescaped(bytes, start, end)) ?? Key.other;
  return namedBy(keyNames, bytes, start, end) ?? Key.other;
}

export class RecordWatch {
  /** Accounts whose trail this is, by the records' recipients, as numbers. */
  readonly accounts = new Set<number>();
  #lastAccount = -1;
  #isEvent = false;
  #named = false;
  #fromSource = false;

  begin(): void {
    this.#isEvent = false;
    this.#named = false;
    this.#fromSource = false;
  }

  /**
   * A text under a key. Of a key that stands twice JSON's last counts: any that fits is taken here, and what was taken is parsed
   * and asked again, so that too much may be taken and never too little. The same goes for texts with escapes.
   */
  text(key: KeyKind, bytes: Uint8Array, start: number, end: number, escaped: boolean): void {
    switch (key) {
      case Key.name:
        this.#isEvent = true;
        if (escaped || namedBy(callNames, bytes, start, end) !== undefined) this.#named = true;
        return;
      case Key.source:
        this.#isEvent = true;
        if (escaped || namedBy(sourceNames, bytes, start, end) !== undefined) this.#fromSource = true;
        return;
      case Key.account:
        if (!escaped && end - start === 12) this.#account(bytes, start);
        return;
      case Key.wrapper:
        this.unknown();
        return;
      case Key.other:
      case Key.records:
      case Key.events:
        return;
    }
  }

  /** What can't be told from bytes at this depth: it is parsed. */
  unknown(): void {
    this.#isEvent = true;
    this.#named = true;
    this.#fromSource = true;
  }

  get isEvent(): boolean {
    return this.#isEvent;
  }

  get mayMatch(): boolean {
    return this.#named && this.#fromSource;
  }

  #account(bytes: Uint8Array, start: number): void {
    let account = 0;
    for (let index = start; index < start + 12; index++) {
      const digit = (bytes[index] ?? 0) - 48;
      if (digit < 0 || digit > 9) return;
      account = account * 10 + digit;
    }
    if (account === this.#lastAccount) return;
    this.#lastAccount = account;
    this.accounts.add(account);
  }
}
