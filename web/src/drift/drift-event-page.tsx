/** One change whole: who gained and lost, who did it, what it led to, and who was told of it, or why not. */
import type { ComponentChildren } from "preact";
import { api } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { hashOf } from "../app/address.ts";
import type { PageProps } from "../app/page-props.ts";
import "../findings/findings.css";
import { useSession } from "../findings/use-session.ts";
import { AccountName, ArnLink, Name, SeverityMark } from "../parts/names.tsx";
import { Answered, FaultNote } from "../parts/notes.tsx";
import { Table } from "../parts/table.tsx";
import { lengthOf, timeOf } from "../parts/times.ts";
import "./drift.css";
import { ChangeSection } from "./drift-change.tsx";
import { NoHistory } from "./no-history.tsx";
import { Told } from "./told.tsx";
import { actorName, kindSentences, type Story } from "./words.ts";

export function DriftEventPage({ chosen: { id = "" } }: PageProps) {
  const session = useSession();
  if (session?.history === true && id !== "") return <Asked key={id} id={id} />;
  return (
    <>
      <h1>Change</h1>
      {session === null && <p role="status">Asking…</p>}
      {session?.history === false && <NoHistory what="What changed, and who did it" />}
      {session?.history === true && (
        <FaultNote
          fault={{ message: "The address names no change.", advice: "Choose one from the list of changes." }}
        />
      )}
    </>
  );
}

function Asked({ id }: { readonly id: string }) {
  const state = useAnswer(id, (signal) => api.GET("/api/drift/event", { params: { query: { id } }, signal }));
  if (state.kind !== "answered") {
    return (
      <>
        <h1>Change</h1>
        <Answered state={state}>{() => null}</Answered>
      </>
    );
  }
  const story = state.value;
  const { changes } = story.event;
  return (
    <article>
      <Head story={story} />
      <section aria-labelledby="why">
        <h2 id="why">Why it matters</h2>
        <ul class="sentences prose">
          {story.event.severityReasons.map((reason) => (
            <li key={reason}>
              <bdi>{reason}</bdi>
            </li>
          ))}
        </ul>
      </section>
      {changes.map((change, at) => (
        <ChangeSection
          key={String(at)}
          change={change}
          number={changes.length > 1 ? at + 1 : null}
          isPassed={story.event.kind === "opened-and-closed"}
        />
      ))}
      <Findings story={story} />
      <Actors story={story} />
      <Told story={story} />
    </article>
  );
}

function Head({ story }: { readonly story: Story }) {
  const { event, takesBack, takenBackBy, approval } = story;
  const { title, severity, subject, account, accountName, at, noticedAt, kind, interlude, expected } = event;
  const owners = Object.entries(event.ownerTags);
  const [first] = event.actors;
  return (
    <>
      <p class="row">
        <a href={hashOf("drift")}>All changes</a>
        <a href={hashOf("drift", { subject })}>Others of the same</a>
        {first !== undefined && (
          <a href={hashOf("drift", { who: first.principal })}>Others by the same actor</a>
        )}
      </p>
      <h1>
        <SeverityMark severity={severity} /> <bdi>{title}</bdi>
      </h1>
      <dl class="facts">
        <Fact term="Of">
          <ArnLink arn={subject} />
        </Fact>
        <Fact term="Account">
          {account === null ? (
            "none: it concerns the organization"
          ) : (
            <>
              <AccountName account={account} name={accountName} />{" "}
              {accountName !== null && <Name text={account} />}{" "}
              <a href={hashOf("drift", { account })}>its changes</a>
            </>
          )}
        </Fact>
        <Fact term="When">
          {timeOf(at)} UTC, noticed {lengthOf(noticedAt - at)} later
        </Fact>
        <Fact term="Found">{kindSentences[kind]}</Fact>
        {interlude !== null && (
          <Fact term="Possible">
            from {timeOf(interlude.from)} to {timeOf(interlude.to)} UTC: for{" "}
            {lengthOf(interlude.to - interlude.from)}
          </Fact>
        )}
        <Fact term="By">
          {first === undefined ? (
            "not known: no event tells"
          ) : (
            <>
              <Name text={actorName(first.principal)} />{" "}
              {event.actors.length > 1 && <span class="quiet">and {event.actors.length - 1} more</span>}
            </>
          )}
        </Fact>
        <Fact term="Expected">
          {expected === null ? (
            "nobody had announced it"
          ) : (
            <>
              by ticket <Name text={expected.ticket} />
              {approval !== null && <Announced approval={approval} />}
            </>
          )}
        </Fact>
        {takesBack !== null && (
          <Fact term="Takes back">
            <Other event={takesBack} />
          </Fact>
        )}
        {takenBackBy !== null && (
          <Fact term="Taken back by">
            <Other event={takenBackBy} />
          </Fact>
        )}
        {owners.length > 0 && (
          <Fact term="Owner">
            <bdi>{owners.map(([key, value]) => `${key}=${value}`).join(", ")}</bdi>
          </Fact>
        )}
        {event.organizationPath !== null && (
          <Fact term="In">
            <Name text={event.organizationPath} />
          </Fact>
        )}
      </dl>
    </>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: ComponentChildren }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Other({ event: { id, title, at } }: { readonly event: NonNullable<Story["takesBack"]> }) {
  return (
    <>
      <a href={hashOf("drift-event", { id })}>
        <bdi>{title}</bdi>
      </a>{" "}
      <span class="quiet">{timeOf(at)} UTC</span>
    </>
  );
}

function Announced({
  approval: { principal, subject, from, to, reason, createdBy, withdrawnAt },
}: {
  readonly approval: NonNullable<Story["approval"]>;
}) {
  return (
    <div class="quiet">
      <bdi>{reason}</bdi>, announced by <bdi>{createdBy}</bdi>: <bdi>{principal ?? "whoever does it"}</bdi>,{" "}
      <bdi>{subject ?? "whatever it is"}</bdi>, from {timeOf(from)} to {timeOf(to)} UTC
      {withdrawnAt !== null && `; withdrawn ${timeOf(withdrawnAt)} UTC`}
    </div>
  );
}

type Brief = Story["event"]["findings"]["opened"][number];

function Findings({ story: { event, presentFindings } }: { readonly story: Story }) {
  const { opened, closed } = event.findings;
  if (opened.length + closed.length === 0) return null;
  const present = new Set(presentFindings);
  const table = (caption: string, findings: readonly Brief[]) =>
    findings.length > 0 && (
      <Table
        caption={caption}
        rows={findings}
        keyOf={({ id }) => id}
        columns={[
          { heading: "Severity", cell: ({ severity }) => <SeverityMark severity={severity} /> },
          {
            heading: "Finding",
            cell: ({ id, title }) =>
              present.has(id) ? (
                <a href={hashOf("finding", { id })}>
                  <bdi>{title}</bdi>
                </a>
              ) : (
                <>
                  <bdi>{title}</bdi> <span class="quiet">(not in the snapshot at hand)</span>
                </>
              ),
          },
          { heading: "Of", cell: ({ subject }) => <ArnLink arn={subject} /> },
          { heading: "Rule", cell: ({ rule }) => <Name text={rule} /> },
        ]}
      />
    );
  return (
    <section aria-labelledby="findings">
      <h2 id="findings">Findings</h2>
      {table("Findings that it opened", opened)}
      {table("Findings that it closed", closed)}
    </section>
  );
}

function Actors({ story: { event } }: { readonly story: Story }) {
  const { actors, events } = event;
  return (
    <section aria-labelledby="actors">
      <h2 id="actors">Who did it</h2>
      {actors.length === 0 && <p>No event tells.</p>}
      {actors.map((actor, at) => (
        <dl key={String(at)} class="facts">
          <Fact term="Principal">
            <Name text={actor.principal} /> <span class="quiet">{actor.kind}</span>
          </Fact>
          {actor.sessionIssuer !== null && (
            <Fact term="Session of">
              <ArnLink arn={actor.sessionIssuer} />
            </Fact>
          )}
          <Fact term="Source IP">
            {actor.sourceIp === null ? "not told" : <Name text={actor.sourceIp} />}
          </Fact>
          <Fact term="User agent">
            {actor.userAgent === null ? "not told" : <Name text={actor.userAgent} />}
          </Fact>
          <Fact term="MFA">{actor.mfa === null ? "not told" : actor.mfa ? "yes" : "no"}</Fact>
          {actor.invokedBy !== undefined && (
            <Fact term="Called by">
              <Name text={actor.invokedBy} />
            </Fact>
          )}
          {actor.onBehalfOf !== undefined && (
            <Fact term="For">
              <Name text={actor.onBehalfOf} />
            </Fact>
          )}
        </dl>
      ))}
      <Table
        caption="CloudTrail's events"
        rows={events}
        keyOf={({ id }) => id}
        empty="No event told of it."
        columns={[
          { heading: "When (UTC)", cell: ({ at }) => timeOf(at) },
          { heading: "Event", cell: ({ name }) => <Name text={name} /> },
          { heading: "eventID", cell: ({ id }) => <Name text={id} /> },
        ]}
      />
    </section>
  );
}
