/** What mends a finding: the edit before and after, what is lost with it, and texts to take to where the policy is kept. */
import { api, hasServer } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { Name } from "../parts/names.tsx";
import { FaultNote } from "../parts/notes.tsx";
import type { Finding } from "./finding.ts";
import { PolicyDiff } from "./policy-diff.tsx";
import { visibleText } from "./visible-text.ts";

/** `finding`: as it is told at once; a fix that takes time to try is asked for here. */
export function FixSection({ finding }: { readonly finding: Finding }) {
  return (
    <section aria-labelledby="fix">
      <h2 id="fix">What to change</h2>
      {finding.triesFix && hasServer() ? <TriedFix advised={finding} /> : <Fix finding={finding} />}
      {finding.triesFix && !hasServer() && (
        <p class="quiet">
          No edits were tried for this report: <code>accesslens explain {finding.id}</code> tries them.
        </p>
      )}
    </section>
  );
}

function TriedFix({ advised }: { readonly advised: Finding }) {
  const { id } = advised;
  const state = useAnswer(`tried ${id}`, (signal) =>
    api.GET("/api/findings/{id}", { params: { path: { id }, query: { fix: "tried" } }, signal }),
  );
  switch (state.kind) {
    case "waiting":
      return (
        <>
          <Fix finding={advised} />
          <p role="status" class="quiet">
            Trying edits of the statements on this way, each by evaluating again all that can be reached: some
            seconds in a large organization…
          </p>
        </>
      );
    case "failed":
      return (
        <>
          <Fix finding={advised} />
          <FaultNote fault={state.fault} />
        </>
      );
    case "answered":
      return (
        <>
          <p role="status" class="unseen">
            Edits were tried: the best one is told here.
          </p>
          <Fix finding={state.value} />
        </>
      );
  }
}

function Fix({ finding }: { readonly finding: Finding }) {
  const { fix, edit } = finding;
  if (fix === null) return <p>No single edit is known that would take it away.</p>;
  return (
    <>
      <p class="prose">
        {fix.verified ? (
          <span class="proven">
            <span aria-hidden="true">✓ </span>tried, and the finding is gone
          </span>
        ) : (
          <span class="may">advice, not tried</span>
        )}
        {": "}
        <bdi>{fix.summary}</bdi>
      </p>
      {fix.where !== null && (
        <p>
          In the <Name text={fix.where} />
        </p>
      )}
      {fix.policy !== null && edit?.before != null && <PolicyDiff before={edit.before} after={fix.policy} />}
      <Lost fix={fix} />
      {edit !== null && <Texts policy={fix.policy} edit={edit} account={finding.account} />}
      {fix.policy?.includes("REPLACE-WITH-") === true && (
        <p class="note">Agree on what stands as REPLACE-WITH-… with whoever comes in, before you apply it.</p>
      )}
    </>
  );
}

type KnownFix = NonNullable<Finding["fix"]>;

function Lost({ fix: { alsoLost } }: { readonly fix: KnownFix }) {
  if (alsoLost === null) return null;
  const { accesses, more } = alsoLost;
  if (accesses.length === 0) {
    return <p>Nobody loses any other access that the graph of assumptions and techniques holds.</p>;
  }
  return (
    <>
      <h3>Lost as well, of assumptions and techniques</h3>
      <ul class="sentences">
        {accesses.map(({ from, to, by }) => (
          <li key={`${from} ${by} ${to}`}>
            <Name text={from} /> {howText(by)}{" "}
            {from === to ? "itself, with more permissions" : <Name text={to} />}
          </li>
        ))}
        {more > 0 && <li>… and {more.toLocaleString("en")} more</li>}
      </ul>
    </>
  );
}

function howText(by: string): string {
  if (by === "assume") return "assumes";
  return by === "is" ? "is administrator of" : `comes by ${by} to`;
}

const kinds = [
  ["cli", "AWS CLI"],
  ["terraform", "Terraform"],
  ["cloudFormation", "CloudFormation"],
] as const;

function Texts({
  policy,
  edit: { commands, masked },
  account,
}: {
  readonly policy: string | null;
  readonly edit: NonNullable<Finding["edit"]>;
  readonly account: string;
}) {
  if (masked) {
    return (
      <p class="note">
        External IDs are masked here, and a policy with the mask in it would lock their owners out: so there
        is nothing to copy. Start it with <code>accesslens serve --external-ids shown</code> to have the
        policy and its commands.
      </p>
    );
  }
  return (
    <div class="commands">
      <div class="row">
        {policy !== null && <CopyButton text={policy} label="Copy policy JSON" />}
        {kinds.map(([kind, label]) => {
          const text = commands[kind];
          return text === null ? null : <CopyButton key={kind} text={text} label={`Copy ${label}`} />;
        })}
      </div>
      {commands.cli !== null && (
        <details>
          <summary>The command, to be run with credentials of account {account}</summary>
          <pre class="command">{visibleText(commands.cli)}</pre>
        </details>
      )}
      {commands.terraform !== null && (
        <details>
          <summary>Terraform</summary>
          <pre class="command">{visibleText(commands.terraform)}</pre>
        </details>
      )}
      {commands.cloudFormation !== null && (
        <details>
          <summary>CloudFormation</summary>
          <pre class="command">{visibleText(commands.cloudFormation)}</pre>
        </details>
      )}
    </div>
  );
}
