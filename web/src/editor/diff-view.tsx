/** Before and after of a policy, line by line, marked by signs besides colours. */
import { lineDiff, shortened } from "./line-diff.ts";

const signs = { same: " ", gone: "−", new: "+" } as const;
const words = { same: "", gone: "gone: ", new: "new: " } as const;

export function DiffView({ before, after }: { readonly before: string; readonly after: string }) {
  const lines = lineDiff(before, after);
  if (lines.every(({ kind }) => kind === "same")) return <p class="quiet">The text is unchanged.</p>;
  return (
    <pre class="diff">
      {shortened(lines).map((one, at) =>
        one === null ? (
          <div key={at} class="quiet">
            …
          </div>
        ) : (
          <div key={at} class={one.kind}>
            <span aria-hidden="true">{signs[one.kind]} </span>
            <span class="unseen">{words[one.kind]}</span>
            {one.text}
          </div>
        ),
      )}
    </pre>
  );
}
