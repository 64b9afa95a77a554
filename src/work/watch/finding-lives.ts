/** Keeps findings' lives in the store: when each opened, was fixed, came back. */
import type { FindingSummary } from "../../findings/finding-list.ts";
import type { DriftEvent, FindingBrief } from "../../model/index.ts";
import type { SeenFinding, StateStore } from "../../store/state/index.ts";

/** Says at a moment (milliseconds since 1970) of each finding whether it is accepted; null: it is not. */
export type FindingAcceptance = (now: number) => (finding: FindingBrief) => SeenFinding["accepted"];

export class FindingLives {
  readonly #store: Pick<StateStore, "recordFindings">;
  readonly #acceptance: FindingAcceptance;

  constructor(store: Pick<StateStore, "recordFindings">, acceptance: FindingAcceptance) {
    this.#store = store;
    this.#acceptance = acceptance;
  }

  /** `findings`: all that there are, those about chains too. */
  async begin(findings: readonly FindingSummary[], now: number): Promise<void> {
    const seen = this.#seen(
      findings.map(({ id, rule, severity, subject, title }) => ({ id, rule, severity, subject, title })),
      now,
    );
    await this.#store.recordFindings(seen, { kind: "whole" }, now);
  }

  /** What was opened and closed again between two events was never seen by a scan. */
  async follow(events: readonly DriftEvent[], now: number): Promise<void> {
    const lasting = events.filter(({ kind }) => kind !== "opened-and-closed");
    const opened = lasting.flatMap(({ findings }) => findings.opened);
    const gone = lasting.flatMap(({ findings }) => findings.closed.map(({ id }) => id));
    if (opened.length + gone.length === 0) return;
    await this.#store.recordFindings(this.#seen(opened, now), { kind: "changes", gone }, now);
  }

  #seen(findings: readonly FindingBrief[], now: number): readonly SeenFinding[] {
    const acceptance = this.#acceptance(now);
    return findings.map((finding) => ({ ...finding, accepted: acceptance(finding) }));
  }
}
