/** `accesslens trail report`: the review of a week, to be read by people. */
import { err, ok, type Result } from "../../model/index.ts";
import { maskDiff } from "../../report/drift-mask.ts";
import { counted, jsonLine, plain } from "../../report/plain.ts";
import { reviewHtml } from "../../report/review-html.ts";
import { reviewMarkdown } from "../../report/review-markdown.ts";
import { replaceFile } from "../../store/atomic-file.ts";
import { openActionCatalogue } from "../../work/action-file.ts";
import { wholeDrift } from "../../work/drift/chains.ts";
import { diffAnswer } from "../../work/drift/diff-answer.ts";
import { openSide } from "../../work/drift/open-side.ts";
import type { Scan } from "../../work/scan.ts";
import { observedWorld, plainSettings, usesQuestion } from "../../work/trail/index.ts";
import { type ReviewAnswer, weeklyReview } from "../../work/trail/review/index.ts";
import { chosenSuppressions } from "../accepted.ts";
import { type Failure, failed, inputFailure, type Outcome } from "../exit.ts";
import { snapshotFailure } from "../inputs.ts";
import { unwritableReason } from "../outputs.ts";
import { scanWithChains } from "../scan-with-chains.ts";
import type { Terminal } from "../terminal.ts";
import { readTrail, type TrailArguments } from "../trail-inputs.ts";
import { trailFailure } from "../trail-reading.ts";
import { engineVersion } from "../version.ts";
import { shownSummary } from "../views/shown-summary.ts";
import { trailOutcome, withDigests } from "../views/trail-digests.ts";

type Arguments = Omit<TrailArguments, "format" | "from"> & {
  readonly format: "markdown" | "html" | "json";
  /** Milliseconds since 1970; left out: seven days before the end. */
  readonly since?: number;
  readonly before?: string;
  readonly days: number;
  readonly longerThan: number;
  readonly suppressions?: string;
  readonly pages?: string;
  readonly out?: string;
};

const week = 7 * 86_400_000;

export async function runTrailReport(args: Arguments, terminal: Terminal): Promise<Outcome> {
  const wrong = trailFailure(args);
  if (wrong !== null) return failed(wrong);
  const reason = args.out === undefined ? null : unwritableReason(args.out);
  if (reason !== null)
    return failed(inputFailure([reason], "Name a file in a folder that can be written to."));
  const suppressions = chosenSuppressions(args.suppressions);
  if (!suppressions.ok) return failed(suppressions.error);
  const chosen = await scanWithChains({ ...args, format: "table" }, terminal);
  if (!chosen.ok) return failed(chosen.error);
  const { scan, path } = chosen.value;
  const changes = args.before === undefined ? ok(null) : await gained(args.before, path, scan, terminal);
  if (!changes.ok) return failed(changes.error);
  const { longerThan } = args;
  const bounds = { from: null, to: args.to ?? null, longerThan, evidence: 10 };
  const question = { ...usesQuestion(scan.engine.snapshot, bounds), places: true, days: true };
  const read = await readTrail(args, terminal, question);
  if (!read.ok) return failed(read.error);
  const { facts } = read.value;
  terminal.progress("auditing");
  // A trail without a call tells no time: the review is of the snapshot's.
  const to = args.to ?? facts.last ?? scan.engine.snapshot.createdAt * 1000;
  const since = args.since ?? Math.max(0, to - week);
  const settings = { ...plainSettings, longerThan, newSince: since };
  const world = observedWorld(scan.engine, facts, settings);
  const answer = await weeklyReview(scan, world, changes.value, {
    ...{ since, to, days: args.days, evidence: 10, suppressions: suppressions.value },
    snapshot: path,
    before: args.before ?? null,
    shown: (summary) => shownSummary(scan, summary, true),
  });
  return tell(withDigests(read.value, answer), trailOutcome(read.value), args, terminal);
}

/** What is new since an older snapshot, with external IDs masked. */
async function gained(
  before: string,
  after: string,
  { engine }: Scan,
  terminal: Terminal,
): Promise<Result<ReturnType<typeof maskDiff>["changes"], Failure>> {
  terminal.progress(`reading ${before}`);
  const opened = await openSide(before, { config: engine.config, cache: true, engineVersion });
  if (!opened.ok) {
    return err(
      opened.error.kind === "snapshot"
        ? snapshotFailure(opened.error.error, true)
        : inputFailure(opened.error.messages.slice(0, 20), "Give a snapshot file with --before."),
    );
  }
  terminal.progress("comparing");
  const options = { catalogue: openActionCatalogue(), mostParties: 20, accounts: null };
  const drift = await wholeDrift(opened.value.engine, engine, options, null);
  return ok(maskDiff(diffAnswer(before, after, drift, { textOnly: false })).changes);
}

/** `outcome`: how it ends when it is told. */
async function tell(
  answer: ReviewAnswer,
  outcome: Outcome,
  args: Arguments,
  terminal: Terminal,
): Promise<Outcome> {
  const pages = { pages: args.pages ?? null, limit: args.limit };
  const texts = {
    json: () => `${jsonLine(answer)}\n`,
    html: () => reviewHtml(answer, pages),
    markdown: () => reviewMarkdown(answer, pages),
  };
  const text = texts[args.format]();
  terminal.endProgress();
  if (args.out === undefined) {
    terminal.raw(text);
    return outcome;
  }
  try {
    // The owner's alone: it tells where to get in.
    await replaceFile(args.out, (file) => file.writeFile(text), { durable: false });
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    return failed(inputFailure([`${args.out} can't be written: ${cause.message}`], null));
  }
  const { external, unused, exceptions } = answer;
  terminal.line(
    `${plain(args.out)}: ${counted(external.length, "finding")} about outsiders, ${counted(unused.length, "unused way")}, ${counted(exceptions.length, "exception")}`,
  );
  return outcome;
}
