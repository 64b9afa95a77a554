/** Findings one by one, or in groups of those that stem from the same. */
import type { Answer } from "../api/client.ts";
import { hashOf } from "../app/address.ts";
import { AccountName, SeverityMark } from "../parts/names.tsx";
import { Rows, rowLink } from "./rows.tsx";

type Listed = Answer<"/api/findings">["findings"][number];
export type FindingRow = Extract<Listed, { acceptance: unknown }>;
export type Group = Answer<"/api/findings/groups">["groups"][number];

export function isRow<T extends object>(finding: T): finding is T & FindingRow {
  return "acceptance" in finding;
}

type Choosing<Row> = {
  readonly rows: readonly Row[];
  readonly caption: string;
  readonly isSelected: (row: Row) => boolean;
  readonly onSelect: (rows: readonly Row[], selected: boolean) => void;
};

export function FindingRows({
  ruleTitle,
  ...choosing
}: Choosing<FindingRow> & { readonly ruleTitle: (rule: string) => string }) {
  return (
    <Rows
      {...choosing}
      keyOf={({ id }) => id}
      nameOf={({ title, subject }) => `${title}: ${subject}`}
      columns={[
        { heading: "Severity", cell: ({ severity }) => <SeverityMark severity={severity} /> },
        {
          heading: "Finding",
          cell: ({ id, title, rule, severityReasons, acceptance }) => (
            <>
              <a class={rowLink} href={hashOf("finding", { id })}>
                <bdi>{title}</bdi>
              </a>
              <div class="quiet reasons">
                {ruleTitle(rule)} · <bdi>{severityReasons.join(" ")}</bdi>
              </div>
              {acceptance !== null && (
                <div class="accepted">
                  <span aria-hidden="true">✓</span> accepted until {acceptance.expires}
                  {acceptance.owner === null ? "" : " by "}
                  <bdi>{acceptance.owner}</bdi>: <bdi>{acceptance.reason}</bdi>
                </div>
              )}
            </>
          ),
        },
        {
          heading: "Of",
          cell: ({ subject, account, accountName }) => (
            <>
              <Subject arn={subject} />
              <div class="reasons">
                <span class="quiet">in </span>
                <AccountName account={account} name={accountName} />
              </div>
            </>
          ),
        },
      ]}
    />
  );
}

/** Without what the account beside it says already. */
function Subject({ arn }: { readonly arn: string }) {
  const short = /^arn:[^:]*:iam::\d{12}:(.+)$/.exec(arn)?.[1] ?? arn;
  return arn.includes(":role/") ? (
    <a class="id" href={hashOf("role", { arn })} title={arn}>
      <bdi>{short}</bdi>
    </a>
  ) : (
    <bdi class="id" title={arn}>
      {short}
    </bdi>
  );
}

const sources: Readonly<Record<Group["source"], string>> = {
  "trust-policy": "one trust policy",
  "identity-policy": "one policy text",
  role: "one role, in several accounts",
  own: "stands alone",
};

/** `showsOf`: the address of the findings of a group. */
export function GroupRows({
  showsOf,
  ...choosing
}: Choosing<Group> & { readonly showsOf: (group: Group) => string }) {
  return (
    <Rows
      {...choosing}
      keyOf={({ example }) => example}
      nameOf={({ ruleTitle, findings }) => `${findings} of ${ruleTitle}`}
      columns={[
        { heading: "Severity", cell: ({ severity }) => <SeverityMark severity={severity} /> },
        {
          heading: "What",
          cell: (group) => (
            <>
              <a class={rowLink} href={showsOf(group)}>
                {group.ruleTitle}
              </a>
              <div class="quiet reasons">
                {group.findings === 1 ? "" : "such as: "}
                <bdi>{group.title}</bdi>
              </div>
            </>
          ),
        },
        {
          heading: "Stems from",
          cell: ({ source, subject, findings }) => (
            <>
              <Subject arn={subject} />
              {findings > 1 && <div class="quiet reasons">and others: {sources[source]}</div>}
            </>
          ),
        },
        { heading: "Findings", number: true, cell: ({ findings }) => findings.toLocaleString("en") },
        { heading: "Open", number: true, cell: ({ open }) => open.toLocaleString("en") },
        { heading: "Accounts", number: true, cell: ({ accounts }) => accounts.toLocaleString("en") },
      ]}
    />
  );
}
