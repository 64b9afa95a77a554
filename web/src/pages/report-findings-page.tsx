/** A report's findings: all of them, worst first, narrowed by severity, rule or a piece of text. */
import { type Answer, api } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { go, hashOf } from "../app/address.ts";
import type { PageProps } from "../app/page-props.ts";
import { ArnLink, SeverityMark } from "../parts/names.tsx";
import { Answered, CoverageNote } from "../parts/notes.tsx";
import { Table } from "../parts/table.tsx";

type Row = Pick<
  Answer<"/api/findings">["findings"][number],
  "id" | "severity" | "rule" | "title" | "subject" | "status"
>;

/** Rows that are drawn. */
const shown = 500;
const severities = ["critical", "high", "medium", "low", "info"] as const;

export function ReportFindingsPage({ chosen }: PageProps) {
  const account = chosen.account ?? "";
  const query = { summary: true, ...(account === "" ? {} : { account: [account] }) };
  const state = useAnswer(account, (signal) => api.GET("/api/findings", { params: { query }, signal }));
  return (
    <>
      <h1>Findings</h1>
      <Answered state={state}>
        {({ findings, coverage, notes }) => (
          <>
            <Choices findings={findings} chosen={chosen} />
            <Rows findings={findings.filter((one) => isChosen(one, chosen))} />
            <CoverageNote coverage={coverage} notes={notes} />
          </>
        )}
      </Answered>
    </>
  );
}

function isChosen({ severity, rule, title, subject }: Row, chosen: PageProps["chosen"]): boolean {
  const text = (chosen.text ?? "").toLowerCase();
  return (
    (chosen.severity === undefined || severity === chosen.severity) &&
    (chosen.rule === undefined || rule === chosen.rule) &&
    (title.toLowerCase().includes(text) || subject.toLowerCase().includes(text))
  );
}

function Choices({ findings, chosen }: PageProps & { readonly findings: readonly Row[] }) {
  const rules = [...new Set(findings.map(({ rule }) => rule))].toSorted();
  const choose = (changes: Readonly<Record<string, string>>) =>
    go(hashOf("findings", { ...chosen, ...changes }), { replace: true });
  return (
    <p class="row">
      <label>
        Severity
        <select
          value={chosen.severity ?? ""}
          onChange={({ currentTarget }) => choose({ severity: currentTarget.value })}
        >
          <option value="">all {findings.length}</option>
          {severities.map((severity) => (
            <option key={severity} value={severity}>
              {severity} {findings.filter((one) => one.severity === severity).length}
            </option>
          ))}
        </select>
      </label>
      <label>
        Rule
        <select
          value={chosen.rule ?? ""}
          onChange={({ currentTarget }) => choose({ rule: currentTarget.value })}
        >
          <option value="">all</option>
          {rules.map((rule) => (
            <option key={rule} value={rule}>
              {rule}
            </option>
          ))}
        </select>
      </label>
      <label>
        Holding the text
        <input
          type="text"
          value={chosen.text ?? ""}
          onInput={({ currentTarget }) => choose({ text: currentTarget.value })}
        />
      </label>
    </p>
  );
}

function Rows({ findings }: { readonly findings: readonly Row[] }) {
  return (
    <Table
      caption={
        findings.length > shown ? `The first ${shown} of ${findings.length}` : `${findings.length} findings`
      }
      rows={findings.slice(0, shown)}
      keyOf={({ id }) => id}
      columns={[
        { heading: "Severity", cell: ({ severity }) => <SeverityMark severity={severity} /> },
        {
          heading: "What",
          cell: ({ id, title }) => (
            <a href={hashOf("finding", { id })}>
              <bdi>{title}</bdi>
            </a>
          ),
        },
        { heading: "Where", cell: ({ subject }) => <ArnLink arn={subject} /> },
        { heading: "Rule", cell: ({ rule }) => rule },
        { heading: "Status", cell: ({ status }) => (status === "suppressed" ? "accepted" : status) },
      ]}
    />
  );
}
