/** One request: over the snapshot's policies, or over policies that are written here. */
import { useState } from "preact/hooks";
import { api, asked, type Fault, type Posted, type PostedAnswer } from "../api/client.ts";
import type { PageProps } from "../app/page-props.ts";
import { PolicyEditor } from "../editor/policy-editor.tsx";
import { Name } from "../parts/names.tsx";
import { FaultNote } from "../parts/notes.tsx";
import { readContext } from "./context-lines.ts";
import { Decision } from "./decision.tsx";

type Question = Posted<"/api/ask/simulate">;
type Told =
  | { readonly kind: "nothing" | "waiting" }
  | { readonly kind: "failed"; readonly fault: Fault }
  | { readonly kind: "answered"; readonly value: PostedAnswer<"/api/ask/simulate"> };

const identityExample = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "*"
    }
  ]
}`;

export function SimulateTab({ chosen }: PageProps) {
  const [principal, setPrincipal] = useState(chosen.principal ?? "");
  const [action, setAction] = useState(chosen.action ?? "sts:AssumeRole");
  const [resource, setResource] = useState(chosen.resource ?? "");
  const [account, setAccount] = useState("");
  const [context, setContext] = useState("");
  const [isOwn, setIsOwn] = useState(false);
  const [identity, setIdentity] = useState(identityExample);
  const [resourcePolicy, setResourcePolicy] = useState("");
  const [told, setTold] = useState<Told>({ kind: "nothing" });
  const simulate = async (event: Event) => {
    event.preventDefault();
    const read = readContext(context);
    if (!read.ok) {
      const message = `Line ${read.line} of the context is no condition key with a value.`;
      setTold({ kind: "failed", fault: { message, advice: "Write one such as aws:SourceIp=203.0.113.9." } });
      return;
    }
    setTold({ kind: "waiting" });
    const owner = account.trim() === "" ? {} : { account: account.trim() };
    const request = {
      principal: principal.trim(),
      action: action.trim(),
      resource: { arn: resource.trim(), ...owner },
      context: read.value,
    };
    const body: Question = isOwn ? { request, policies: policiesOf(identity, resourcePolicy) } : { request };
    const answer = await asked(api.POST("/api/ask/simulate", { body }));
    setTold(answer.ok ? { kind: "answered", value: answer.value } : { kind: "failed", fault: answer.fault });
  };
  return (
    <div class="playground">
      <form onSubmit={simulate}>
        <Field
          label="Principal"
          hint="A user's, role's or session's ARN, a service, or anonymous"
          value={principal}
          onInput={setPrincipal}
        />
        <Field label="Action" hint="Such as s3:GetObject" value={action} onInput={setAction} />
        <Field
          label="Resource"
          hint="Its ARN; * for actions that take none"
          value={resource}
          onInput={setResource}
        />
        <Field
          label="Account of the resource"
          hint="Where neither its ARN nor the snapshot tells it"
          value={account}
          required={false}
          onInput={setAccount}
        />
        <label class="field">
          Context
          <textarea
            rows={3}
            spellcheck={false}
            value={context}
            placeholder="aws:SourceIp=203.0.113.9"
            onInput={(event) => setContext(event.currentTarget.value)}
          />
          <span class="quiet">Condition keys, one key=value on a line</span>
        </label>
        <label>
          <input
            type="checkbox"
            checked={isOwn}
            onChange={(event) => setIsOwn(event.currentTarget.checked)}
          />
          with policies that I write, not those of the snapshot
        </label>
        {isOwn && (
          <>
            <h3>Identity policy</h3>
            <PolicyEditor
              label="Identity policy"
              initial={identityExample}
              kind="identity"
              onChange={setIdentity}
            />
            <h3>Policy of the resource</h3>
            <p class="quiet">Empty: it has none.</p>
            <PolicyEditor label="Policy of the resource" initial="" onChange={setResourcePolicy} />
          </>
        )}
        <p>
          <button type="submit" class="primary">
            Simulate
          </button>
        </p>
      </form>
      <section aria-label="Decision" aria-live="polite">
        {told.kind === "nothing" && <p class="quiet">The decision is shown here.</p>}
        {told.kind === "waiting" && <p>Asking…</p>}
        {told.kind === "failed" && <FaultNote fault={told.fault} />}
        {told.kind === "answered" && (
          <>
            <Decision answer={told.value} />
            <p class="quiet">
              {told.value.request.action} on <Name text={told.value.request.resource.arn} /> of account{" "}
              {told.value.request.resource.account}
            </p>
          </>
        )}
      </section>
    </div>
  );
}

function policiesOf(identity: string, resource: string): NonNullable<Question["policies"]> {
  const own = identity.trim() === "" ? [] : [{ name: "identity policy", document: identity }];
  return { identity: own, ...(resource.trim() === "" ? {} : { resource }) };
}

function Field({
  label,
  hint,
  value,
  required = true,
  onInput,
}: {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly required?: boolean;
  onInput(value: string): void;
}) {
  return (
    <label class="field">
      {label}
      <input
        type="text"
        required={required}
        autocomplete="off"
        spellcheck={false}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <span class="quiet">{hint}</span>
    </label>
  );
}
