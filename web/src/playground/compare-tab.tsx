/** Two policies as sets of requests: does the second allow more than the first? */
import { useState } from "preact/hooks";
import { api, asked, type Fault, type Posted, type PostedAnswer } from "../api/client.ts";
import { DiffView } from "../editor/diff-view.tsx";
import { PolicyEditor } from "../editor/policy-editor.tsx";
import { FaultNote } from "../parts/notes.tsx";

type Question = Posted<"/api/ask/compare">;
type Kind = NonNullable<Question["kind"]>;
type Compared = PostedAnswer<"/api/ask/compare">;
type Told =
  | { readonly kind: "nothing" | "waiting" }
  | { readonly kind: "failed"; readonly fault: Fault }
  | { readonly kind: "answered"; readonly value: Compared };

const kinds: readonly Kind[] = ["identity", "resource", "trust", "scp", "rcp"];

const example = (actions: string) => `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ${actions},
      "Resource": "arn:aws:s3:::ledger/*"
    }
  ]
}`;
const first = example('"s3:GetObject"');
const second = example('["s3:GetObject", "s3:PutObject"]');

export function CompareTab() {
  const [a, setA] = useState(first);
  const [b, setB] = useState(second);
  const [kind, setKind] = useState<Kind | undefined>(undefined);
  const [knownActions, setKnownActions] = useState(false);
  const [told, setTold] = useState<Told>({ kind: "nothing" });
  const compare = async () => {
    setTold({ kind: "waiting" });
    const body: Question = { a, b, knownActions, ...(kind === undefined ? {} : { kind }) };
    const answer = await asked(api.POST("/api/ask/compare", { body }));
    setTold(answer.ok ? { kind: "answered", value: answer.value } : { kind: "failed", fault: answer.fault });
  };
  return (
    <>
      <div class="sides">
        <section aria-label="Policy A">
          <h2>A, before</h2>
          <PolicyEditor label="Policy A" initial={first} kind={kind} onChange={setA} />
        </section>
        <section aria-label="Policy B">
          <h2>B, after</h2>
          <PolicyEditor label="Policy B" initial={second} kind={kind} onChange={setB} />
        </section>
      </div>
      <div class="row">
        <label>
          Kind
          <select
            value={kind ?? ""}
            onChange={(event) => setKind(kinds.find((one) => one === event.currentTarget.value))}
          >
            <option value="">as the texts say</option>
            {kinds.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <label>
          <input
            type="checkbox"
            checked={knownActions}
            onChange={(event) => setKnownActions(event.currentTarget.checked)}
          />
          only actions that AWS lists
        </label>
        <button type="button" class="primary" onClick={compare}>
          Compare
        </button>
      </div>
      <section aria-label="Comparison" aria-live="polite">
        {told.kind === "waiting" && <p>Comparing…</p>}
        {told.kind === "failed" && <FaultNote fault={told.fault} />}
        {told.kind === "answered" && <Comparison compared={told.value} />}
      </section>
      <h2>Difference of the texts</h2>
      <DiffView before={a} after={b} />
    </>
  );
}

function Comparison({ compared }: { readonly compared: Compared }) {
  const { exact, reasons, kind } = compared;
  return (
    <>
      <Side
        verb="allow"
        once="allows"
        aWithinB={compared.aWithinB}
        bWithinA={compared.bWithinA}
        exact={exact}
        onlyInA={compared.onlyInA}
        onlyInB={compared.onlyInB}
      />
      <Side
        verb="explicitly deny"
        once="explicitly denies"
        aWithinB={compared.denyAWithinB}
        bWithinA={compared.denyBWithinA}
        exact={exact}
        onlyInA={compared.denyOnlyInA}
        onlyInB={compared.denyOnlyInB}
      />
      <p class="quiet">Compared as {kind} policies.</p>
      {!exact && (
        <div class="note">
          <p>
            <strong>Not exact:</strong> a difference could be neither shown nor excluded, because
          </p>
          <ul>
            {reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

type Example = Compared["onlyInA"];

function Side({
  verb,
  once,
  aWithinB,
  bWithinA,
  exact,
  onlyInA,
  onlyInB,
}: {
  readonly verb: string;
  readonly once: string;
  readonly aWithinB: boolean;
  readonly bWithinA: boolean;
  readonly exact: boolean;
  readonly onlyInA: Example;
  readonly onlyInB: Example;
}) {
  const isSame = aWithinB && bWithinA;
  const heading = isSame
    ? `Both ${verb} the same requests`
    : aWithinB
      ? `B ${once} all that A ${once}, and more`
      : bWithinA
        ? `A ${once} all that B ${once}, and more`
        : `Each ${once} requests that the other does not`;
  return (
    <>
      <h3>
        {heading}
        {exact || isSame ? "." : ", as far as can be told."}
      </h3>
      <OneExample label={`Only A ${once}, for example:`} request={onlyInA} />
      <OneExample label={`Only B ${once}, for example:`} request={onlyInB} />
    </>
  );
}

function OneExample({ label, request }: { readonly label: string; readonly request: Example }) {
  if (request === null) return null;
  return (
    <>
      <p>{label}</p>
      <pre>{JSON.stringify(request, null, 2)}</pre>
    </>
  );
}
