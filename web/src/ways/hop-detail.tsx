/** One hop whole: its statements side by side, requests that show it, and what if it were gone. */
import { useState } from "preact/hooks";
import { CopyButton } from "../parts/copy-button.tsx";
import { GuardList, Name } from "../parts/names.tsx";
import { type Evidence, type Hop, sidesOf, trustingRole } from "./hop.ts";
import { StatementView } from "./statement-view.tsx";
import { TrustEditor } from "./trust-editor.tsx";
import { type WhatIfQuestion, WhatIfView } from "./what-if.tsx";

export type AskedEnds = Omit<WhatIfQuestion, "changes">;
type Change = WhatIfQuestion["changes"][number];
type Tried =
  | { readonly kind: "change"; readonly change: Change }
  | { readonly kind: "edit"; readonly role: string };

export function HopDetail({ hop, ends }: { readonly hop: Hop; readonly ends: AskedEnds }) {
  const [tried, setTried] = useState<Tried | null>(null);
  const { caller, trust } = sidesOf(hop.evidence);
  const sides = [
    {
      title: hop.kind === "access" ? "The side of the resource" : "The side that lets in",
      evidence: trust,
      none: "No statement on this side.",
    },
    {
      title: "The caller's side",
      evidence: caller,
      none: "Its own policies have no part in it, or were not read.",
    },
  ].toReversed();
  return (
    <div class="hop-detail">
      {hop.reasons.length > 0 && (
        <div>
          <strong>Only may be possible:</strong>
          <ul>
            {hop.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </div>
      )}
      {hop.means.length > 0 && (
        <p>
          By means of{" "}
          {hop.means.map((one) => (
            <Name key={one} text={one} />
          ))}
        </p>
      )}
      {hop.session !== undefined && <Session session={hop.session} />}
      <div class="sides">
        {sides.map(({ title, evidence, none }) => (
          <section key={title} aria-label={title}>
            <h4>{title}</h4>
            {evidence.length === 0 && <p class="quiet">{none}</p>}
            {evidence.map((one) => (
              <Statement key={`${one.policy} ${one.statement}`} evidence={one} onTry={setTried} />
            ))}
          </section>
        ))}
      </div>
      <Requests requests={hop.requests} />
      {hop.kind !== "access" && (
        <p>
          <button type="button" onClick={() => setTried({ kind: "change", change: stepGone(hop) })}>
            Switch this hop off
          </button>{" "}
          <span class="quiet">as if nobody took it any more, whatever policies say</span>
        </p>
      )}
      {tried !== null && (
        <div class="tried">
          <div class="row">
            <h4>What if</h4>
            <button type="button" onClick={() => setTried(null)}>
              Close
            </button>
          </div>
          {tried.kind === "edit" ? (
            <TrustEditor key={tried.role} role={tried.role} asked={ends} />
          ) : (
            <WhatIfView question={{ ...ends, changes: [tried.change] }} />
          )}
        </div>
      )}
    </div>
  );
}

export function stepGone({ from, to, technique }: Pick<Hop, "from" | "to" | "technique">): Change {
  return { kind: "step-gone", from, to, ...(technique === undefined ? {} : { technique }) };
}

function Statement({ evidence, onTry }: { readonly evidence: Evidence; onTry(tried: Tried): void }) {
  const { policy, statement, lines } = evidence;
  const role = trustingRole(evidence);
  const which = typeof statement === "number" ? `statement ${statement + 1}` : `statement ${statement}`;
  const remove = () => onTry({ kind: "change", change: { kind: "remove-statement", policy, statement } });
  return (
    <figure>
      <figcaption>
        <Name text={policy} /> <span class="quiet">{`${which}, lines ${lines[0]}–${lines[1]}`}</span>
      </figcaption>
      <StatementView evidence={evidence} />
      <div class="row">
        <button type="button" onClick={remove} aria-label={`Without this statement: ${which} of ${policy}`}>
          Without this statement
        </button>
        {role !== null && (
          <button type="button" onClick={() => onTry({ kind: "edit", role })}>
            Edit the trust policy
          </button>
        )}
      </div>
    </figure>
  );
}

function Session({ session }: { readonly session: NonNullable<Hop["session"]> }) {
  return (
    <div>
      {session.mostSeconds !== undefined && (
        <p class="quiet">
          A role's session makes this one, which lasts {session.mostSeconds / 60} minutes at most.
        </p>
      )}
      {session.sets !== undefined && (
        <>
          <p>So that a later hop is let through, its call has to set:</p>
          <GuardList guard={session.sets} />
        </>
      )}
    </div>
  );
}

function Requests({ requests }: { readonly requests: Hop["requests"] }) {
  if (requests.length === 0) return null;
  const text = JSON.stringify(requests, null, 2);
  return (
    <details>
      <summary>
        {requests.length === 1 ? "A request that shows it" : `${requests.length} requests that show it`}
      </summary>
      <pre>{text}</pre>
      <CopyButton text={text} label="Copy the JSON" />
    </details>
  );
}
