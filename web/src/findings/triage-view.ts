/** What of the findings is looked at: read from the address, written to it, and asked of the server. */
import type { paths } from "../api/schema.ts";

export const severities = ["critical", "high", "medium", "low", "info"] as const;
export type Severity = (typeof severities)[number];

export type TriageView = {
  /** `finding`: each by itself; `cause`: those that stem from the same are one row. */
  readonly by: "finding" | "cause";
  readonly severities: readonly Severity[];
  readonly status: "open" | "accepted" | "all";
  readonly rules: readonly string[];
  readonly accounts: readonly string[];
  readonly text: string;
  /** A finding's id: only those that stem from the same. */
  readonly like: string;
  /** From 1. */
  readonly page: number;
};

export const rowsOnPage = 50;

/** Whatever stands in the address: what it can't mean is left out. */
export function viewOf(chosen: Readonly<Record<string, string>>): TriageView {
  const page = Number(chosen.page ?? "1");
  return {
    by: chosen.by === "cause" ? "cause" : "finding",
    severities: severities.filter((one) => listOf(chosen.severity).includes(one)),
    status: chosen.status === "accepted" || chosen.status === "all" ? chosen.status : "open",
    rules: listOf(chosen.rule),
    accounts: listOf(chosen.account).filter((one) => /^\d{12}$/.test(one)),
    text: chosen.text ?? "",
    like: /^[0-9a-f]{4,16}$/.test(chosen.like ?? "") ? (chosen.like ?? "") : "",
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

/** What is usual is left out. */
export function chosenOf(view: TriageView): Readonly<Record<string, string>> {
  return {
    by: view.by === "cause" ? "cause" : "",
    severity: view.severities.join(","),
    status: view.status === "open" ? "" : view.status,
    rule: view.rules.join(","),
    account: view.accounts.join(","),
    text: view.text,
    like: view.like,
    page: view.page === 1 ? "" : String(view.page),
  };
}

type FilterQuery = NonNullable<paths["/api/findings/facets"]["get"]["parameters"]["query"]>;

export function filterQuery(view: TriageView): FilterQuery {
  return {
    ...(view.severities.length === 0 ? {} : { severities: [...view.severities] }),
    ...(view.status === "all" ? {} : { status: [view.status === "open" ? "open" : "suppressed"] }),
    ...(view.rules.length === 0 ? {} : { rule: [...view.rules] }),
    ...(view.accounts.length === 0 ? {} : { account: [...view.accounts] }),
    ...(view.text.trim() === "" ? {} : { text: view.text.trim() }),
    ...(view.like === "" ? {} : { like: view.like }),
  };
}

export function isNarrowed(view: TriageView): boolean {
  const { severities: levels, rules, accounts, text, like, status } = view;
  return [levels, rules, accounts, text, like].some(({ length }) => length > 0) || status !== "open";
}

function listOf(text: string | undefined): readonly string[] {
  return [...new Set((text ?? "").split(",").filter((one) => one !== ""))];
}
