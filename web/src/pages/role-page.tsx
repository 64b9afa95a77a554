/** A role from all sides: who can assume it, what it can do, where it leads, who comes to it, when it was used. */
import { type Answer, api, hasServer } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { hashOf } from "../app/address.ts";
import type { PageProps } from "../app/page-props.ts";
import { NoHistory } from "../drift/no-history.tsx";
import { SubjectDrift } from "../drift/subject-drift.tsx";
import { CopyButton } from "../parts/copy-button.tsx";
import { ArnLink, BehindAnyone, GuardList, Name, Proven, SeverityMark } from "../parts/names.tsx";
import { Answered, CoverageNote, FaultNote } from "../parts/notes.tsx";
import { Table } from "../parts/table.tsx";
import { dayOf, hoursOf } from "../parts/times.ts";
import { RoleTrail } from "../trail/subject-trail.tsx";

type Facts = Answer<"/api/role">;

/** Rows of each table. */
const shown = 100;

export function RolePage({ chosen }: PageProps) {
  const { arn } = chosen;
  if (arn === undefined)
    return (
      <FaultNote
        fault={{ message: "No role is named.", advice: "Search for one, or choose one on the map." }}
      />
    );
  return <Role arn={arn} key={arn} />;
}

function Role({ arn }: { readonly arn: string }) {
  const facts = useAnswer(arn, (signal) => api.GET("/api/role", { params: { query: { arn } }, signal }));
  if (facts.kind === "failed" && hasServer())
    return (
      <>
        <h1>Role</h1>
        <p>
          <Name text={arn} />
        </p>
        <p>
          The snapshot does not hold this role: its account is not one of those that were read, or the role is
          gone. What policies say of it stands with the roles that let it in.
        </p>
      </>
    );
  return (
    <Answered state={facts}>
      {(role) => (
        <>
          <h1>
            Role <bdi>{role.name}</bdi>
          </h1>
          <p class="row">
            <Name text={role.arn} />
            <CopyButton text={role.arn} label="Copy the ARN" />
            <a href={hashOf("map", { at: `account:${role.account}`, choose: `role:${role.arn}` })}>
              On the map
            </a>
            {hasServer() && <a href={hashOf("paths", { from: role.arn, to: "admin" })}>Ways on</a>}
            {hasServer() && (
              <a href={hashOf("paths", { from: "external", to: role.arn })}>Ways in from outside</a>
            )}
          </p>
          <Summary role={role} />
          <h2>Who can assume it</h2>
          <WhoCanAssume arn={arn} />
          <h2>Who comes to it, by whatever chain</h2>
          <Exposure arn={arn} />
          <h2>What it can do</h2>
          <Capabilities arn={arn} />
          <h2>Where it leads</h2>
          <Reach arn={arn} />
          <h2>Trust policy</h2>
          {role.trustPolicy === null ? (
            <p class="quiet">It was not collected.</p>
          ) : (
            <pre>
              <code>{role.trustPolicy}</code>
            </pre>
          )}
          <h2>Findings</h2>
          <Findings role={role} />
          <h2>What really happened</h2>
          <RoleTrail arn={role.arn} />
          <h2>Changes</h2>
          {hasServer() ? <SubjectDrift subject={role.arn} /> : <NoHistory what="How its policies changed" />}
        </>
      )}
    </Answered>
  );
}

function Summary({ role }: { readonly role: Facts }) {
  const rows: readonly (readonly [string, string])[] = [
    ["Account", role.accountName === null ? role.account : `${role.accountName} (${role.account})`],
    ["Last used", lastUsed(role.lastUsedAt)],
    ["Created", role.createdAt === null ? "not known" : dayOf(role.createdAt)],
    ["Longest session", hoursOf(role.maxSessionSeconds)],
    ["Permissions boundary", role.permissionsBoundary ?? "none"],
    ["Managed policies", listed(role.attachedPolicies)],
    ["Inline policies", listed(role.inlinePolicies)],
    ["Tags", listed(role.tags.map(({ key, value }) => `${key}=${value}`))],
    ["Unique id", role.uniqueId],
    ...(role.description === null ? [] : [["Description", role.description] as const]),
  ];
  return (
    <dl class="columns">
      {rows.map(([term, text]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>
            <bdi>{text}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function lastUsed(at: Facts["lastUsedAt"]): string {
  if (at === null) return "not collected";
  return at === "never" ? "never, within the time that AWS tracks" : dayOf(at);
}

function listed(texts: readonly string[]): string {
  return texts.length === 0 ? "none" : texts.join(", ");
}

function WhoCanAssume({ arn }: { readonly arn: string }) {
  const state = useAnswer(arn, (signal) =>
    api.GET("/api/who-can-assume", { params: { query: { role: arn, own: false } }, signal }),
  );
  return (
    <Answered state={state}>
      {({ who, blocked, coverage, notes }) => (
        <>
          <BehindAnyone who={who} />
          <Table
            caption={captionOf("can assume it directly", who.length)}
            rows={who.slice(0, shown)}
            keyOf={(one, at) => `${one.id} ${at}`}
            empty="Nobody."
            columns={[
              { heading: "Who", cell: ({ id, name }) => <Who id={id} name={name} /> },
              { heading: "Kind", cell: ({ kind, external }) => `${kind}${external ? ", outside" : ""}` },
              { heading: "Certainty", cell: ({ proven }) => <Proven proven={proven} /> },
              { heading: "Has to hold", cell: ({ guard }) => <GuardList guard={guard} /> },
              {
                heading: "Through",
                cell: ({ via }) =>
                  via === "direct" ? "its name" : "its whole account, organization or everybody",
              },
            ]}
          />
          {blocked.length > 0 && (
            <Table
              caption="The policy names them, and their own side refuses"
              rows={blocked.slice(0, shown)}
              keyOf={({ principal }) => principal}
              columns={[
                { heading: "Who", cell: ({ principal }) => <ArnLink arn={principal} /> },
                { heading: "Why not", cell: ({ because }) => because },
              ]}
            />
          )}
          <CoverageNote coverage={coverage} notes={notes} />
        </>
      )}
    </Answered>
  );
}

function Who({ id, name }: { readonly id: string; readonly name: string | undefined }) {
  return (
    <>
      <ArnLink arn={id} /> {name !== undefined && <bdi>({name})</bdi>}
    </>
  );
}

function captionOf(what: string, count: number): string {
  return count > shown ? `The first ${shown} of ${count} that ${what}` : `${count} that ${what}`;
}

function Exposure({ arn }: { readonly arn: string }) {
  const state = useAnswer(arn, (signal) =>
    api.GET("/api/exposure", { params: { query: { to: arn } }, signal }),
  );
  return (
    <Answered state={state}>
      {({ who, coverage, notes }) => (
        <>
          <Table
            caption={captionOf("come to it", who.length)}
            rows={who.slice(0, shown)}
            keyOf={({ id }, at) => `${id} ${at}`}
            empty="Nobody."
            columns={[
              { heading: "Who", cell: ({ id }) => <ArnLink arn={id} /> },
              { heading: "Outside", cell: ({ external }) => (external ? "outside" : "") },
              { heading: "Hops", number: true, cell: ({ hops }) => hops },
              { heading: "Certainty", cell: ({ proven }) => <Proven proven={proven} /> },
              {
                heading: "How",
                cell: ({ id, external }) =>
                  hasServer() && (
                    <a href={hashOf("paths", { from: external ? "external" : id, to: arn })}>the way</a>
                  ),
              },
            ]}
          />
          <CoverageNote coverage={coverage} notes={notes} />
        </>
      )}
    </Answered>
  );
}

function Capabilities({ arn }: { readonly arn: string }) {
  const state = useAnswer(arn, (signal) =>
    api.GET("/api/what-can", { params: { query: { principal: arn } }, signal }),
  );
  return (
    <Answered state={state}>
      {({ administrator, capabilities, actions, coverage, notes }) => {
        const services = Object.entries(
          Object.groupBy(actions, ({ action }) => action.slice(0, action.indexOf(":"))),
        );
        return (
          <>
            {administrator.kind === "administrator" && (
              <p>
                <strong>It is an administrator of its account.</strong>
              </p>
            )}
            {capabilities.length > 0 && (
              <p>
                Sensitive: {capabilities.map(({ capability }) => capability.replaceAll("-", " ")).join(", ")}.
              </p>
            )}
            <Table
              caption={`${actions.length} actions of ${services.length} services`}
              rows={services}
              keyOf={([service]) => service}
              empty="Nothing by its own policies."
              columns={[
                { heading: "Service", cell: ([service]) => service },
                { heading: "Actions", number: true, cell: ([, own]) => own?.length ?? 0 },
                {
                  heading: "By access level",
                  cell: ([, own]) =>
                    Object.entries(Object.groupBy(own ?? [], ({ accessLevel }) => accessLevel))
                      .map(([level, some]) => `${level} ${some?.length ?? 0}`)
                      .join(", "),
                },
              ]}
            />
            <CoverageNote coverage={coverage} notes={notes} />
          </>
        );
      }}
    </Answered>
  );
}

function Reach({ arn }: { readonly arn: string }) {
  const state = useAnswer(arn, (signal) =>
    api.GET("/api/blast-radius", { params: { query: { from: arn } }, signal }),
  );
  return (
    <Answered state={state}>
      {({ reached, administrators, coverage, notes }) => (
        <>
          <p>
            {administrators.length === 0
              ? "It comes to administer no account."
              : `It comes to administer ${administrators.length} ${administrators.length === 1 ? "account" : "accounts"}: `}
            {administrators.slice(0, 10).map(({ account, hops }) => (
              <span key={account}>
                <a href={hashOf("map", { at: `account:${account}` })}>
                  <Name text={account} />
                </a>{" "}
                ({hops === 0 ? "at once" : `${hops} hops`}){" "}
              </span>
            ))}
          </p>
          <Table
            caption={captionOf("it reaches", reached.length)}
            rows={reached.slice(0, shown)}
            keyOf={(one) => one.arn}
            empty="It reaches nothing else that was collected."
            columns={[
              { heading: "What", cell: (one) => <ArnLink arn={one.arn} /> },
              { heading: "Kind", cell: ({ kind }) => kind },
              { heading: "Hops", number: true, cell: ({ hops }) => hops },
              { heading: "Certainty", cell: ({ proven }) => <Proven proven={proven} /> },
            ]}
          />
          <CoverageNote coverage={coverage} notes={notes} />
        </>
      )}
    </Answered>
  );
}

function Findings({ role }: { readonly role: Facts }) {
  const query = { account: [role.account], summary: true };
  const state = useAnswer(role.account, (signal) => api.GET("/api/findings", { params: { query }, signal }));
  return (
    <Answered state={state}>
      {({ findings }) => (
        <Table
          caption="Findings about the role"
          rows={findings.filter(({ subject }) => subject === role.arn)}
          keyOf={({ id }) => id}
          empty="None."
          columns={[
            { heading: "Severity", cell: ({ severity }) => <SeverityMark severity={severity} /> },
            { heading: "What", cell: ({ id, title }) => <a href={hashOf("finding", { id })}>{title}</a> },
            { heading: "Status", cell: ({ status }) => status },
          ]}
        />
      )}
    </Answered>
  );
}
