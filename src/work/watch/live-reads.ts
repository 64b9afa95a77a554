/** Reads of single subjects from live AWS, and of everything, for as long as a watch runs. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mayPass } from "../../aws/index.ts";
import { type OneSubject, readAccount, readSubject, type UnitGap, whyOf } from "../../collect/live/index.ts";
import { type AccountId, err, ok, type Result, type Snapshot, type Subject } from "../../model/index.ts";
import { type CollectFailure, type CollectSettings, collectLive, openConnected } from "../collect/index.ts";
import type { SubjectReading } from "./settle-parts.ts";

export type LiveReads = {
  read(subject: Subject): Promise<SubjectReading>;
  /** Whether the account is one that is to be read, and there is a way into it. */
  wants(account: AccountId): boolean;
  /** A whole collection. */
  readEverything(): Promise<Result<Snapshot, CollectFailure>>;
  close(): void;
};

export async function openLiveReads(settings: CollectSettings): Promise<Result<LiveReads, CollectFailure>> {
  const opened = await openConnected(settings);
  if (!opened.ok) return err(opened.error);
  const { access, connection } = opened.value;
  const readOne = async (subject: OneSubject): Promise<SubjectReading> => {
    const { parts, gaps } = await readSubject(subject, access, connection, { accountTags: false });
    const [first] = gaps;
    if (first === undefined) return { kind: "read", parts };
    return refused(gaps.find((gap) => !mayPass(gap.refusal)) ?? first);
  };
  return ok({
    async read(subject) {
      switch (subject.kind) {
        case "account": {
          const read = await readAccount(subject.account, { ...settings, access, connection });
          return read.kind === "read" ? read : refused(read);
        }
        case "aws-managed-policy":
          return { kind: "refused", forGood: true, why: "no full read has brought it" };
        default:
          return readOne(subject);
      }
    },
    wants: (account) =>
      (settings.accounts === null || settings.accounts.includes(account)) && access.canEnter(account),
    async readEverything() {
      const folder = await mkdtemp(join(tmpdir(), "accesslens-watch-"));
      try {
        const use = { folder: join(folder, "journal"), how: "fresh" } as const;
        const collection = await collectLive(settings, use, () => undefined);
        if (!collection.ok) return collection;
        await collection.value.finished();
        return ok(collection.value.snapshot);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    close: () => connection.close(),
  });
}

function refused({ refusal, call }: Pick<UnitGap, "refusal" | "call">): SubjectReading {
  const why = `${call === null ? "" : `${call}: `}${whyOf(refusal)} (${refusal.code})`;
  return { kind: "refused", forGood: !mayPass(refusal), why };
}

/** For who may not, or does not want to, read AWS: what events tell is all there is. */
export const noReads: Pick<LiveReads, "read"> = {
  read: async () => ({ kind: "refused", forGood: true, why: "reads are turned off" }),
};
