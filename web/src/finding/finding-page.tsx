/** One finding: what is wrong, who has it, by which statement, why that matters, and what mends it. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { type Answer, api, hasServer } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { hashOf } from "../app/address.ts";
import type { PageProps } from "../app/page-props.ts";
import { FindingLife } from "../drift/finding-life.tsx";
import { NoHistory } from "../drift/no-history.tsx";
import { AcceptPanel } from "../findings/accept-panel.tsx";
import "../findings/findings.css";
import { CopyButton } from "../parts/copy-button.tsx";
import { AccountName, ArnLink, GuardList, Name, Proven, SeverityMark } from "../parts/names.tsx";
import { Answered, FaultNote } from "../parts/notes.tsx";
import { Table } from "../parts/table.tsx";
import { CodeLines } from "./code-lines.tsx";
import type { Finding } from "./finding.ts";
import { FixSection } from "./fix-section.tsx";
import { visibleText } from "./visible-text.ts";

export function FindingPage({ chosen: { id = "" } }: PageProps) {
  return id === "" ? (
    <>
      <h1>Finding</h1>
      <FaultNote
        fault={{ message: "The address names no finding.", advice: "Choose one from the list of findings." }}
      />
    </>
  ) : (
    <Asked key={id} id={id} />
  );
}

function Asked({ id }: { readonly id: string }) {
  // Counts up when it was accepted, or is no more: it is asked anew.
  const [version, setVersion] = useState(0);
  const [told, setTold] = useState("");
  const [isAccepting, setIsAccepting] = useState(false);
  const finding = useAnswer(`${id} ${version}`, (signal) =>
    api.GET("/api/findings/{id}", { params: { path: { id }, query: { fix: "advised" } }, signal }),
  );
  const rules = useAnswer("rules", (signal) => api.GET("/api/rules", { signal }));
  if (finding.kind !== "answered") {
    return (
      <>
        <h1>Finding</h1>
        <Answered state={finding}>{() => null}</Answered>
      </>
    );
  }
  const one = finding.value;
  const rule =
    rules.kind === "answered" ? rules.value.rules.find((other) => other.id === one.rule) : undefined;
  const done = (what: string) => {
    setTold(what);
    setVersion((before) => before + 1);
  };
  return (
    <article>
      <Head finding={one} ruleTitle={rule?.title ?? one.rule} />
      <Why finding={one} rule={rule ?? null} />
      <FixSection finding={one} />
      <Evidence finding={one} />
      <Who finding={one} />
      <Witness finding={one} />
      <section aria-labelledby="acceptance">
        <h2 id="acceptance">Acceptance</h2>
        <AcceptanceText finding={one} />
        <p role="status" class={told === "" ? "unseen" : "told"}>
          {told}
        </p>
        {hasServer() && (
          <details onToggle={(event) => setIsAccepting(event.currentTarget.open)}>
            <summary>
              {one.acceptance === null ? "Accept it" : "Accept it in other words, or no more"}
            </summary>
            {isAccepting && <AcceptPanel ids={[one.id]} onDone={done} />}
          </details>
        )}
      </section>
      <section aria-labelledby="history">
        <h2 id="history">History</h2>
        {hasServer() ? (
          <FindingLife id={one.id} />
        ) : (
          <NoHistory what="When it appeared, who accepted it and when it went" />
        )}
      </section>
    </article>
  );
}

function Head({ finding, ruleTitle }: { readonly finding: Finding; readonly ruleTitle: string }) {
  const { title, severity, subject, account, accountName, id, rule, status, alike } = finding;
  const sameCause = `${alike.toLocaleString("en")} findings stem from the same, this one among them`;
  return (
    <>
      <p class="row">
        <a href={hashOf("findings")}>All findings</a>
        <span class="quiet">
          {ruleTitle} · <span class="id">{id}</span>
        </span>
      </p>
      <h1>
        <SeverityMark severity={severity} /> <bdi>{title}</bdi>
      </h1>
      <dl class="facts">
        <dt>Of</dt>
        <dd>
          <ArnLink arn={subject} />
        </dd>
        <dt>Account</dt>
        <dd>
          <AccountName account={account} name={accountName} />{" "}
          {accountName !== null && <Name text={account} />}
        </dd>
        <dt>Status</dt>
        <dd>{status === "suppressed" ? "accepted" : status}</dd>
        <dt>Rule</dt>
        <dd>
          <a href={hashOf("findings", { rule })}>{ruleTitle}</a> <span class="id quiet">{rule}</span>
        </dd>
        {alike > 1 && (
          <>
            <dt>Same cause</dt>
            <dd>
              {hasServer() ? (
                <a href={hashOf("findings", { like: id, status: "all" })}>{sameCause}</a>
              ) : (
                sameCause
              )}
            </dd>
          </>
        )}
      </dl>
    </>
  );
}

type Rule = Answer<"/api/rules">["rules"][number];

function Why({ finding, rule }: { readonly finding: Finding; readonly rule: Rule | null }) {
  return (
    <section aria-labelledby="why">
      <h2 id="why">Why it matters</h2>
      <ul class="sentences prose">
        {[...finding.severityReasons, ...finding.impact].map((sentence) => (
          <li key={sentence}>
            <bdi>{sentence}</bdi>
          </li>
        ))}
      </ul>
      {rule !== null && (
        <>
          <p class="prose">{withCode(rule.rationale)}</p>
          <ul class="sentences quiet">
            {rule.references.map((reference) => (
              <li key={reference}>{referenceOf(reference)}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** What stands in backticks is code. */
function withCode(text: string): ComponentChildren {
  return text.split("`").map((part, at) => (at % 2 === 0 ? part : <code key={String(at)}>{part}</code>));
}

/** The rules are the product's own: their addresses are, too. */
function referenceOf(text: string): ComponentChildren {
  return text.startsWith("https://") ? (
    <a href={text} target="_blank" rel="noopener noreferrer">
      {text}
    </a>
  ) : (
    text
  );
}

const [evidenceShown, whoShown] = [20, 200];

function Evidence({ finding: { evidence } }: { readonly finding: Finding }) {
  if (evidence.length === 0) return null;
  return (
    <section aria-labelledby="evidence">
      <h2 id="evidence">The statements that cause it</h2>
      {evidence.slice(0, evidenceShown).map(({ policy, statement, lines, text }) => (
        <figure key={`${policy} ${statement}`} class="evidence">
          <figcaption>
            Statement {typeof statement === "number" ? statement + 1 : <Name text={statement} />} of the{" "}
            <Name text={policy} />, lines {lines[0]} to {lines[1]}
          </figcaption>
          <CodeLines text={text} from={lines[0] ?? 1} />
        </figure>
      ))}
      {evidence.length > evidenceShown && <p>… and {evidence.length - evidenceShown} more.</p>}
    </section>
  );
}

type Someone = Finding["who"][number];

function Who({ finding: { who, guard } }: { readonly finding: Finding }) {
  return (
    <section aria-labelledby="who">
      <h2 id="who">Who, and under which guard</h2>
      {guard.length > 0 && (
        <>
          <h3>What must hold in any case</h3>
          <GuardList guard={guard} />
        </>
      )}
      <Table
        caption={who.length > whoShown ? `The first ${whoShown} of ${who.length}` : `${who.length} in all`}
        rows={who.slice(0, whoShown)}
        keyOf={(_, at) => String(at)}
        empty="Nobody."
        columns={[
          { heading: "Who", cell: (one) => <Principal one={one} /> },
          { heading: "From", cell: ({ external }) => (external ? <strong>outside</strong> : "inside") },
          { heading: "Certain", cell: ({ proven }) => <Proven proven={proven} /> },
          {
            heading: "By",
            cell: ({ via }) => (via === "direct" ? "being named" : "its whole account being let in"),
          },
          { heading: "If", cell: (one) => <GuardList guard={one.guard} /> },
        ]}
      />
    </section>
  );
}

function Principal({ one: { kind, id, name } }: { readonly one: Someone }) {
  return (
    <>
      <span class="quiet">{kind.replaceAll("-", " ")}</span> <ArnLink arn={id} />
      {name !== undefined && (
        <>
          {" "}
          <bdi>({name})</bdi>
        </>
      )}
    </>
  );
}

function Witness({ finding: { witness, simulate } }: { readonly finding: Finding }) {
  if (witness === null) return null;
  const text = JSON.stringify(witness, null, 2);
  return (
    <section aria-labelledby="witness">
      <h2 id="witness">An example request that AWS would allow</h2>
      <CodeLines text={text} from={1} />
      <div class="row">
        <CopyButton text={text} label="Copy as JSON" />
        {simulate !== null && <CopyButton text={simulate} label="Copy as accesslens simulate" />}
      </div>
      {simulate !== null && <pre class="command">{visibleText(simulate)}</pre>}
    </section>
  );
}

function AcceptanceText({ finding: { acceptance } }: { readonly finding: Finding }) {
  if (acceptance === null) return <p>Nobody has accepted it.</p>;
  const { reason, expires, owner, entry } = acceptance;
  return (
    <dl class="facts">
      <dt>Reason</dt>
      <dd>
        <bdi>{reason}</bdi>
      </dd>
      <dt>Until</dt>
      <dd>{expires}</dd>
      <dt>By</dt>
      <dd>{owner === null ? "not told" : <bdi>{owner}</bdi>}</dd>
      {entry === "rule" && (
        <>
          <dt>Entry</dt>
          <dd>for a rule and a subject, which may cover other findings: it is withdrawn in the file</dd>
        </>
      )}
    </dl>
  );
}
