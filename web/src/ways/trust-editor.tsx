/** A role's trust policy in the editor, what stands there and what would, and who would gain and lose by it. */
import { useState } from "preact/hooks";
import { api } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { DiffView } from "../editor/diff-view.tsx";
import { PolicyEditor } from "../editor/policy-editor.tsx";
import { Answered } from "../parts/notes.tsx";
import { type WhatIfQuestion, WhatIfView } from "./what-if.tsx";

export function TrustEditor({
  role,
  asked,
}: {
  readonly role: string;
  readonly asked: Omit<WhatIfQuestion, "changes">;
}) {
  const name = `trust policy of ${role}`;
  const state = useAnswer(name, (signal) => api.GET("/api/policy", { params: { query: { name } }, signal }));
  return (
    <Answered state={state}>
      {({ text }) => <Edited key={name} policy={name} before={text} asked={asked} />}
    </Answered>
  );
}

function Edited({
  policy,
  before,
  asked,
}: {
  readonly policy: string;
  readonly before: string;
  readonly asked: Omit<WhatIfQuestion, "changes">;
}) {
  const [text, setText] = useState(before);
  const [lastWhole, setLastWhole] = useState(before);
  const change = (next: string) => {
    setText(next);
    // While something is half written, the last answer stays.
    if (isJson(next)) setLastWhole(next);
  };
  return (
    <div class="trust-editor">
      <div>
        <h4>The trust policy</h4>
        <PolicyEditor label={policy} initial={before} kind="trust" onChange={change} />
        <h4>Before and after</h4>
        <DiffView before={before} after={text} />
      </div>
      <div>
        <h4>Who gains, who loses</h4>
        {text !== lastWhole && (
          <p class="quiet">The text is no JSON now; this is of the last one that was.</p>
        )}
        <WhatIfView
          question={{ ...asked, changes: [{ kind: "replace-policy", policy, text: lastWhole }] }}
          rests={400}
        />
      </div>
    </div>
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
