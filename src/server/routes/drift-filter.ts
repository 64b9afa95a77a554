/** The filters that the questions about drift take. */
import { type AlertSeverity, alertSeverities, driftKinds } from "../../model/index.ts";
import { type DriftChoice, driftSides, eventKinds } from "../../work/history/index.ts";

export type DriftQuery = {
  readonly account?: readonly string[];
  readonly severity?: AlertSeverity;
  readonly severities?: readonly AlertSeverity[];
  readonly kind?: readonly (typeof eventKinds)[number][];
  readonly about?: readonly (typeof driftKinds)[number][];
  readonly side?: readonly (typeof driftSides)[number][];
  readonly who?: readonly string[];
  readonly actor?: string;
  readonly subject?: string;
  readonly expected?: boolean;
  readonly from?: number;
  readonly to?: number;
  readonly text?: string;
};

const list = (items: object, description: string) => ({ type: "array", items, maxItems: 1000, description });
const arn = { type: "string", maxLength: 2048 };
// What a date can hold.
const time = (description: string) => ({
  type: "integer",
  minimum: -8_640_000_000_000_000,
  maximum: 8_640_000_000_000_000,
  description,
});

export const driftProperties = {
  account: list(
    { type: "string", maxLength: 200 },
    "Only of these accounts; organization: what belongs to none.",
  ),
  severity: { enum: alertSeverities, description: "Only changes at or above it." },
  severities: list({ enum: alertSeverities }, "Only changes of just these severities."),
  kind: list({ enum: eventKinds }, "Only of these."),
  about: list({ enum: driftKinds }, "Only changes of these."),
  side: list(
    { enum: driftSides },
    "gained, lost: somebody did; outsiders: somebody outside gained; neither: nobody is known to have.",
  ),
  who: list(arn, "Only by these principals."),
  actor: {
    type: "string",
    maxLength: 300,
    description: "Part of the ARN of whoever did it, or of the role that issued the session.",
  },
  subject: { ...arn, description: "What changed: an ARN, or an id." },
  expected: { type: "boolean", description: "Whether it was announced." },
  from: time("Not before then: milliseconds since 1970."),
  to: time("Not after then: milliseconds since 1970."),
  text: {
    type: "string",
    maxLength: 300,
    description:
      "Words, each of which stands in the title, the subject, the id or the ticket, in whatever case.",
  },
} as const;

export function driftChoice(query: DriftQuery): DriftChoice {
  return {
    accounts: query.account ?? null,
    severities: query.severities ?? null,
    atLeast: query.severity ?? null,
    kinds: query.kind ?? null,
    about: query.about ?? null,
    sides: query.side ?? null,
    actors: query.who ?? null,
    actor: query.actor ?? "",
    subject: query.subject ?? null,
    expected: query.expected ?? null,
    from: query.from ?? null,
    to: query.to ?? null,
    text: query.text ?? "",
  };
}
