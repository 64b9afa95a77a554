/** Questions for random records, and the plain answer to them. */
import { trailEventOf } from "../../../src/logs/index.ts";
import {
  type Arn,
  inOrder,
  isArn,
  networkOf,
  type TrailFacts,
  type TrailQuestion,
} from "../../../src/model/index.ts";
import { firstMoment, type JsonRecord } from "./random-records.ts";
import { referenceFold } from "./reference-fold.ts";

const hour = 3_600_000;

function arns(...texts: readonly string[]): readonly Arn[] {
  return texts.filter((text) => isArn(text));
}

/** All kinds of questions, one after the other. */
export function questionOf(seed: number): TrailQuestion {
  const roles = arns("arn:aws:iam::222222222222:role/team/a/Admin", "arn:aws:iam::222222222222:role/Ci");
  return {
    from: seed % 2 === 0 ? firstMoment + 40 * hour : null,
    to: seed % 3 === 0 ? firstMoment + 100 * hour : null,
    longerThan: 3600,
    evidence: 1 + (seed % 3),
    detailed: new Set(seed % 2 === 0 ? [] : roles),
    places: seed % 5 !== 0,
    chains: seed % 7 !== 0,
    days: seed % 4 !== 3,
    sessions:
      seed % 11 === 0
        ? null
        : {
            role: seed % 2 === 0 ? (roles[0] ?? null) : null,
            order: seed % 3 === 0 ? "latest" : "longest",
            limit: 20,
          },
  };
}

/** What the SQL has to tell, but for `skipped` and `accounts`. */
export function plainFacts(
  records: readonly JsonRecord[],
  question: TrailQuestion,
): Omit<TrailFacts, "skipped" | "accounts"> {
  const events = records.flatMap((record) => {
    const event = trailEventOf(record);
    return event?.ok ? [event.value] : [];
  });
  const {
    skipped: _,
    accounts: __,
    ...facts
  } = inOrder({
    ...referenceFold(events, question, networkOf),
    skipped: [],
    accounts: [],
  });
  return facts;
}
