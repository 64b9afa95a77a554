/** The filters that the questions about findings take. */
import { type Severity, severities } from "../../findings/types.ts";
import type { FindingFilter } from "../../work/triage/index.ts";

const statuses = ["open", "suppressed", "baseline"] as const;

export type FilterQuery = {
  readonly rule?: readonly string[];
  readonly account?: readonly string[];
  readonly severity?: Severity;
  readonly severities?: readonly Severity[];
  readonly status?: readonly (typeof statuses)[number][];
  readonly text?: string;
  readonly like?: string;
};

const several = { type: "array", items: { type: "string", maxLength: 200 }, maxItems: 1000 };

export const filterProperties = {
  rule: { ...several, description: "Only of these rules." },
  account: { ...several, description: "Only of these accounts." },
  severity: { enum: severities, description: "Only findings at or above it." },
  severities: {
    type: "array",
    items: { enum: severities },
    description: "Only findings of just these severities.",
  },
  status: { type: "array", items: { enum: statuses }, description: "Only of these." },
  text: {
    type: "string",
    maxLength: 300,
    description: "Words, each of which stands in the title, the subject or the id, in whatever case.",
  },
  like: {
    type: "string",
    pattern: "^[0-9a-f]{4,16}$",
    description: "A finding's id: only those that stem from the same, as a group of /api/findings/groups.",
  },
} as const;

export const pageProperties = (most: number) =>
  ({
    offset: { type: "integer", minimum: 0, default: 0 },
    limit: { type: "integer", minimum: 0, maximum: most, default: 100 },
  }) as const;

export function filterOf(query: FilterQuery): FindingFilter {
  return {
    rules: query.rule ?? null,
    accounts: query.account ?? null,
    severities: query.severities ?? null,
    atLeast: query.severity ?? null,
    statuses: query.status ?? null,
    text: query.text ?? null,
    like: query.like ?? null,
  };
}
