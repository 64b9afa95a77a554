/**
 * Brings a change into a policy that stands in AWS without losing what others write meanwhile: lease, read, merge, journal, look again,
 * write, read back, and once more when every slower writer must be done. The reasons, and what is left open, are in ADR 14.
 */

import { type Refusal, refusalOf } from "../../aws/index.ts";
import type { StandingPolicy, StandingText } from "../../aws/writes/index.ts";
import type { IntendedChange } from "../../model/index.ts";
import {
  lostStatements,
  type Merge,
  type StandingStatement,
  type UnmergeableText,
} from "../../provision/index.ts";
import type { StateStore } from "../../store/state/index.ts";
import { inTurn, Lease } from "./one-at-a-time.ts";
import { settlingMilliseconds, type WriteTiming } from "./write-timing.ts";

/** What is asked for, and what the journal is to say of it. */
export type PolicyChange = {
  readonly id: string;
  readonly by: string;
  readonly kind: string;
  readonly title: string;
  readonly merge: Merge;
  /** Of the statements that are ours in it: others' are looked after. */
  readonly sids: ReadonlySet<string>;
  /** How it is taken back, as JSON, where the text was `before`. */
  readonly inverse: (before: string | null) => string;
  readonly undoes: string | null;
  /** Asked before each write of what would stand there; a sentence: it must not. */
  readonly mayStand?: (before: string | null, after: string | null) => UnmergeableText | null;
};

export type ApplyParts = {
  readonly store: Pick<StateStore, "lease" | "release" | "intendChange" | "endChange">;
  readonly holder: string;
  readonly timing: WriteTiming;
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
};

export type Applied =
  /** It stood there already: nothing was written, nothing journaled. */
  | { readonly kind: "same"; readonly text: string | null }
  | {
      readonly kind: "applied";
      /** As it stood at the write that counts, and as it was read back. */
      readonly before: string | null;
      readonly after: string | null;
      /** Writes that it took. */
      readonly writes: number;
      /** Others' statements that stood there at our last look and were gone at the end: others took them out, or wrote over them. */
      readonly gone: readonly StandingStatement[];
    }
  /** It can't be merged, or must not stand there. */
  | ({ readonly kind: "refused" } & UnmergeableText)
  /** AWS said no. */
  | { readonly kind: "denied"; readonly call: "read" | "write"; readonly refusal: Refusal }
  /** Others wrote all the time, or calls took longer than the window. The journal says `intended` where it may stand there. */
  | { readonly kind: "gave-up"; readonly why: string };

export function applyPolicy(
  policy: StandingPolicy,
  change: PolicyChange,
  parts: ApplyParts,
): Promise<Applied> {
  return new Application(policy, change, parts).run();
}

/** Calls that AWS answered with a failure are made again, and so are those that were not answered. */
const afterFailure = 500;
const betweenTries = 100;

class Application {
  readonly #policy: StandingPolicy;
  readonly #change: PolicyChange;
  readonly #parts: ApplyParts;
  #journaled: { before: string | null; after: string | null } | null = null;
  /** The last write that was, or may have been, made. */
  #wrote: { readonly at: number; readonly before: string | null } | null = null;
  #writes = 0;
  #why = "others wrote to it all the time";

  constructor(policy: StandingPolicy, change: PolicyChange, parts: ApplyParts) {
    this.#policy = policy;
    this.#change = change;
    this.#parts = parts;
  }

  async run(): Promise<Applied> {
    try {
      for (let attempt = 0; attempt < this.#parts.timing.attempts; attempt += 1) {
        const step = await this.#inTurn();
        // Others may write while we wait: theirs holds ours.
        const end = step === "written" ? await this.#settled() : step;
        if (end !== null) return await this.#ended(end);
      }
    } catch (cause) {
      const refusal = refusalOf(cause);
      if (refusal === null) throw cause;
      return this.#ended({ kind: "denied", call: "read", refusal });
    }
    return this.#ended({ kind: "gave-up", why: this.#why });
  }

  #inTurn(): Promise<Applied | "written" | null> {
    const { target } = this.#policy;
    return inTurn(target, async () => {
      const lease = await Lease.take(this.#parts, `write ${target}`);
      if (lease === null) {
        this.#why = "another writer has had it for two minutes";
        return { kind: "gave-up", why: this.#why };
      }
      try {
        return await this.#attempt(lease);
      } finally {
        await lease.release();
      }
    });
  }

  /** Null: once more. */
  async #attempt(lease: Lease): Promise<Applied | "written" | null> {
    const { merge, mayStand } = this.#change;
    const standing = await this.#policy.read();
    const merged = merge(standing.text);
    if (merged.kind === "refused") return merged;
    if (merged.kind === "same") {
      return this.#wrote === null ? { kind: "same", text: standing.text } : "written";
    }
    const forbidden = mayStand?.(standing.text, merged.text) ?? null;
    if (forbidden !== null) return { kind: "refused", ...forbidden };
    if (!(await this.#intend(standing.text, merged.text))) {
      return { kind: "gave-up", why: "it was taken back by somebody else meanwhile" };
    }
    if (!(await this.#isStillOurs(lease))) {
      this.#why = "another writer took over";
      return null;
    }
    return this.#write(standing, merged.text);
  }

  async #write(standing: StandingText, text: string | null): Promise<Applied | "written" | null> {
    const { now, pause, random, timing } = this.#parts;
    const from = now();
    const again = await this.#policy.read();
    if (again.text !== standing.text || again.revision !== standing.revision) return null;
    const written = await this.#policy.write(text, again, from + timing.windowMilliseconds);
    switch (written.kind) {
      case "changed-since":
        await pause(random() * betweenTries);
        return null;
      case "too-late":
        this.#why = `a look and a write took longer than ${timing.windowMilliseconds} ms`;
        await pause(random() * timing.windowMilliseconds);
        return null;
      case "refused":
        return { kind: "denied", call: "write", refusal: written.refusal };
      case "partly": {
        const { code, message } = written.refusal;
        this.#wrote = { at: now(), before: again.text };
        const why = `AWS refused the rest of it: ${code}: ${message}. Some of it stands there: accesslens changes list --state intended has it, and undo takes it back`;
        return { kind: "gave-up", why };
      }
      case "unknown":
        this.#why = `${written.refusal.code}: ${written.refusal.message}`;
        this.#wrote = { at: now(), before: again.text };
        // Whatever is on its way has arrived then, and it counts as a write.
        await pause(Math.max(afterFailure, this.#settlingMilliseconds()));
        return null;
      case "written":
        this.#writes += 1;
        this.#wrote = { at: now(), before: again.text };
        return this.#readBack();
    }
  }

  /** Patiently: AWS may give the old text for a while. */
  async #readBack(): Promise<"written"> {
    const { now, pause, timing } = this.#parts;
    const from = now();
    for (let wait = 25; ; wait *= 2) {
      const { text } = await this.#policy.read();
      if (this.#change.merge(text).kind === "same") return "written";
      if (now() - from + wait > timing.patienceMilliseconds) break;
      // It may be overwritten rather than late: the look after the settling time tells.
      if (!this.#policy.isConditional && now() - from > settlingMilliseconds(timing)) break;
      await pause(wait);
    }
    return "written";
  }

  /** It stands there; does it when all who had looked before have written? Null: once more. */
  async #settled(): Promise<Applied | null> {
    const { now, pause, random } = this.#parts;
    const wrote = this.#wrote;
    if (wrote === null) return null;
    const settling = this.#settlingMilliseconds();
    const left = wrote.at + settling - now();
    if (left > 0) await pause(left);
    const { text } = await this.#policy.read();
    const merged = this.#change.merge(text);
    if (merged.kind === "same") {
      const { before } = wrote;
      return { kind: "applied", before, after: text, writes: this.#writes, gone: this.#gone(before, text) };
    }
    // Not at the same moment as those who lost with us.
    await pause(random() * settling);
    return null;
  }

  #settlingMilliseconds(): number {
    return this.#policy.isConditional ? 0 : settlingMilliseconds(this.#parts.timing);
  }

  #gone(before: string | null, after: string | null): readonly StandingStatement[] {
    return lostStatements(before, after, this.#change.sids);
  }

  async #isStillOurs(lease: Lease): Promise<boolean> {
    const needed = 2 * this.#parts.timing.windowMilliseconds;
    return lease.isOursFor(needed) || (await lease.renew());
  }

  /** False: somebody has ended it. */
  async #intend(before: string | null, after: string | null): Promise<boolean> {
    const { store, now } = this.#parts;
    const { id, by, kind, title, inverse, undoes } = this.#change;
    const { target, account } = this.#policy;
    const known = this.#journaled;
    if (known !== null && known.before === before && known.after === after) return true;
    // Once written, the inverse is that of the first write: what stood there before us.
    const taken = this.#wrote === null ? { inverse: inverse(before) } : {};
    if (known === null) {
      const intended: IntendedChange = {
        ...{ id, at: now(), by, kind, target, account, title, before, after, undoes },
        inverse: inverse(before),
      };
      await store.intendChange(intended);
    } else {
      const outcome = { state: "intended", at: now(), note: null, before, after } as const;
      if (!(await store.endChange(id, ["intended"], { ...outcome, ...taken }))) return false;
    }
    this.#journaled = { before, after };
    return true;
  }

  async #ended(end: Applied): Promise<Applied> {
    if (this.#journaled === null) return end;
    const { store, now } = this.#parts;
    const from = ["intended"] as const;
    const at = now();
    const { id } = this.#change;
    switch (end.kind) {
      case "applied":
        await store.endChange(id, from, {
          ...{ state: "applied", at, note: null, before: end.before, after: end.after },
        });
        break;
      case "same":
        await store.endChange(id, from, { state: "failed", at, note: "It stood there already." });
        break;
      case "refused":
      case "denied":
      case "gave-up":
        // What may stand there is left as intended: `undo` looks for it.
        if (this.#wrote === null) await store.endChange(id, from, { state: "failed", at, note: whyNot(end) });
        break;
    }
    return end;
  }
}

export function whyNot(end: Exclude<Applied, { readonly kind: "applied" | "same" }>): string {
  switch (end.kind) {
    case "refused":
    case "gave-up":
      return end.why;
    case "denied":
      return `AWS refused the ${end.call}: ${end.refusal.code}: ${end.refusal.message}`;
  }
}
