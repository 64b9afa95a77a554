/** Reads of single subjects from live AWS, and of everything, for as long as a watch runs. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mayPass } from "../../aws/index.ts";
import { readSubject, whyOf } from "../../collect/live/index.ts";
import { err, ok, type Result, type Snapshot, type Subject } from "../../model/index.ts";
import { type CollectFailure, type CollectSettings, collectLive, openConnected } from "../collect/index.ts";
import type { SubjectReading } from "./settle-parts.ts";

export type LiveReads = {
  read(subject: Subject): Promise<SubjectReading>;
  /** A whole collection. */
  readEverything(): Promise<Result<Snapshot, CollectFailure>>;
  close(): void;
};

export async function openLiveReads(settings: CollectSettings): Promise<Result<LiveReads, CollectFailure>> {
  const opened = await openConnected(settings);
  if (!opened.ok) return err(opened.error);
  const { access, connection } = opened.value;
  return ok({
    async read(subject) {
      const { parts, gaps } = await readSubject(subject, access, connection, { accountTags: false });
      const [first] = gaps;
      if (first === undefined) return { kind: "read", parts };
      const { refusal, call } = gaps.find((gap) => !mayPass(gap.refusal)) ?? first;
      const why = `${call === null ? "" : `${call}: `}${whyOf(refusal)} (${refusal.code})`;
      return { kind: "refused", forGood: !mayPass(refusal), why };
    },
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

/** For who may not, or does not want to, read AWS: what events tell is all there is. */
export const noReads: Pick<LiveReads, "read"> = {
  read: async () => ({ kind: "refused", forGood: true, why: "reads are turned off" }),
};
