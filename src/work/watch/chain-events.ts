/** Chains that appeared or vanished by changes of other things than trust policies, as drift events of the roles that they end in. */
import type { DriftChange, DriftEvent, FindingBrief, Snapshot } from "../../model/index.ts";
import { splitArn } from "../../model/index.ts";
import type { ChangedChains } from "./chains.ts";
import { driftEventOf } from "./drift-events.ts";

const how =
  "Found when chains were looked at anew, after changes of other things than trust policies: these are told by themselves.";

/** One for each subject of a finding; what it is called depends on the `version`, which tells one that came back from the first. */
export function chainEvents(
  { opened, closed }: ChangedChains,
  snapshot: Snapshot,
  noticedAt: number,
): readonly ((version: number) => DriftEvent)[] {
  const subjects = new Set([...opened, ...closed].map(({ subject }) => subject));
  return [...subjects].map((subject) => {
    const isIts = (one: FindingBrief): boolean => one.subject === subject;
    const findings = { opened: opened.filter(isIts), closed: closed.filter(isIts) };
    const about = {
      kind: "changed",
      subject: null,
      events: [],
      interlude: null,
      noticedAt,
      findings,
    } as const;
    const changes = [changeOf(subject, findings)];
    return (version) => driftEventOf({ ...about, version, changes }, { before: snapshot, after: snapshot });
  });
}

/** Its own policies are the same. */
function changeOf(subject: string, { opened, closed }: ChangedChains): DriftChange {
  const told = [...opened, ...closed.map((one) => ({ ...one, title: `No more: ${one.title}` }))];
  return {
    subject,
    kind: "identity-policy",
    account: splitArn(subject)?.account || null,
    happened: "changed",
    meaning: "same",
    summary: told.map(({ title }) => title).join("; "),
    gained: [],
    lost: [],
    more: { gained: 0, lost: 0 },
    guards: [],
    findings: { opened: opened.map(({ id }) => id), closed: closed.map(({ id }) => id) },
    examples: { gained: null, lost: null },
    reaches: [],
    notes: [how],
    before: null,
    after: null,
  };
}
