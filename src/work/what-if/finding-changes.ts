/** Findings that a change opens and closes: all rules, those about chains too, over both organizations. */
import { findingDetail } from "../../findings/finding-detail.ts";
import { type FindingList, type FindingSummary, findingList } from "../../findings/finding-list.ts";
import { runReachRules } from "../../findings/run-reach-rules.ts";
import { startRules } from "../../findings/run-rules.ts";
import type { Finding } from "../../findings/types.ts";
import { buildAssumeGraph } from "../../graph/index.ts";
import type { ReachGraph } from "../../graph/reach/index.ts";
import type { Engine } from "../engine.ts";
import type { FindingChanges } from "./what-if-answer.ts";

/** How a summary is shown; `whole` makes its finding. */
export type Show = (summary: FindingSummary, whole: () => Finding) => FindingSummary;

export type Judged = { readonly engine: Engine; readonly reach: ReachGraph };

export function findingChanges(before: Judged, after: Judged, show: Show): FindingChanges {
  const was = findingsOf(before);
  const is = findingsOf(after);
  return { opens: only(is, was, show), closes: only(was, is, show) };
}

function only(list: FindingList, other: FindingList, show: Show): FindingChanges["opens"] {
  const known = new Set(other.summaries.map(({ id }) => id));
  return list.summaries
    .filter(({ id }) => !known.has(id))
    .map((summary) => show(summary, () => list.detail(summary, "advised")));
}

function findingsOf({ engine, reach }: Judged): FindingList {
  const { config, context, reader, expansion } = engine;
  const rules = startRules(config.rules, context);
  buildAssumeGraph(reader, [rules.onTrust]);
  const found = [...rules.finish(), ...runReachRules(config.rules, reach, context)];
  const scope = { context, reader, rules: config.rules, expansion, reach };
  return findingList(found, context, (one, summary, chainFixes) =>
    findingDetail(one, summary, scope, chainFixes),
  );
}
