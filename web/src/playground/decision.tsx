/** A decision with what made it, layer by layer, what was missing, and what came closest. */
import type { PostedAnswer } from "../api/client.ts";
import { Name } from "../parts/names.tsx";

type Answer = PostedAnswer<"/api/ask/simulate">;
type Statement = Answer["because"][number];

const layerNames: Readonly<Record<Statement["layer"], string>> = {
  rcp: "resource control policies",
  scp: "service control policies",
  resource: "policy of the resource",
  identity: "identity policies",
  boundary: "permissions boundary",
  session: "session policies",
  endpoint: "VPC endpoint policy",
  grant: "grants of the key",
  "block-public-access": "S3 block public access",
};

const decisions: Readonly<Record<Answer["decision"], { readonly text: string; readonly mark: string }>> = {
  Allowed: { text: "Allowed", mark: "✓" },
  ExplicitlyDenied: { text: "Explicitly denied", mark: "✕" },
  ImplicitlyDenied: { text: "Denied: nothing allows it", mark: "✕" },
  Unknown: { text: "Unknown", mark: "?" },
};

export function Decision({ answer }: { readonly answer: Answer }) {
  const { decision, because, blockedBy = [], unknowns = [], notes = [], nearest } = answer;
  const { text, mark } = decisions[decision];
  return (
    <>
      <p class={`decision ${decision === "Allowed" ? "proven" : "may"}`}>
        <span aria-hidden="true">{mark}</span> {text}
      </p>
      {blockedBy.length > 0 && (
        <p>
          Blocked by: <strong>{blockedBy.map((layer) => layerNames[layer]).join(", ")}</strong>
        </p>
      )}
      {because.length > 0 && (
        <ul>
          {because.map((one) => (
            <li key={`${one.layer} ${one.target} ${one.policy} ${one.statement}`}>
              <StatementLine statement={one} />
            </li>
          ))}
        </ul>
      )}
      <List title="Not known" items={unknowns} />
      <List title="Rules of AWS that no statement says" items={notes} />
      {nearest !== undefined && (
        <>
          <h3>What came closest</h3>
          <p>
            <StatementLine statement={nearest.statement} />
          </p>
          <ul>
            {nearest.failed.map(({ element, operator, key, expected, actual }) => (
              <li key={`${element} ${operator} ${key}`}>
                {element} {operator} {key !== undefined && <Name text={key} />} has{" "}
                <Name text={expected.join(", ")} />, the request{" "}
                {actual === null ? "does not tell it" : <Name text={actual.join(", ")} />}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function StatementLine({ statement }: { readonly statement: Statement }) {
  const { layer, target, policy, statement: at, sid, effect, lines } = statement;
  return (
    <>
      <strong>{effect}</strong> in the {layerNames[layer]}
      {target !== undefined && ` of ${target}`}: <Name text={policy} />,{" "}
      {sid === null ? `statement ${at + 1}` : `statement ${sid}`}
      <span class="quiet">{`, lines ${lines[0]}–${lines[1]}`}</span>
    </>
  );
}

function List({ title, items }: { readonly title: string; readonly items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </>
  );
}
