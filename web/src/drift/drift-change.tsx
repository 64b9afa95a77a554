/** What changed of one policy or setting: guards before and after, who gained and lost, what they reach, and the texts side by side. */
import { CodeLines } from "../finding/code-lines.tsx";
import { PolicyDiff } from "../finding/policy-diff.tsx";
import { ArnLink, GuardList, Proven } from "../parts/names.tsx";
import { Table } from "../parts/table.tsx";
import { laidOut } from "./laid-out.ts";
import { aboutWords, type Change, guardWords } from "./words.ts";

type Party = Change["gained"][number];
type Guard = Change["guards"][number];

const meanings: Readonly<Record<Change["meaning"], string>> = {
  wider: "It allows more than before, and nothing less.",
  narrower: "It allows less than before, and nothing more.",
  other: "It allows more here and less there.",
  same: "It means the same: the text differs.",
  unclear: "What it means could not be decided.",
};

/** `number`: of several; parts are told apart by it. `isPassed`: it is over. */
export function ChangeSection({
  change,
  number,
  isPassed,
}: {
  readonly change: Change;
  readonly number: number | null;
  readonly isPassed: boolean;
}) {
  const id = `change-${number ?? 1}`;
  const of = number === null ? "" : ` (${number})`;
  const { gained, lost, more } = change;
  return (
    <section aria-labelledby={id} class="story-change">
      <h2 id={id}>
        {sentenceCase(aboutWords[change.kind])} {change.happened}
        {of}
      </h2>
      <p class="prose">
        <bdi>{change.summary}</bdi> <span class="quiet">{meanings[change.meaning]}</span>
      </p>
      <Guards guards={change.guards} caption={`Guards that changed${of}`} />
      <Parties
        caption={`${isPassed ? "Had" : "Gained"} access${of}`}
        parties={gained}
        more={more.gained}
        mark="gains"
      />
      <Parties caption={`Lost access${of}`} parties={lost} more={more.lost} mark="loses" />
      <Sentences heading={`What those who gained can do next${of}`} sentences={change.reaches} />
      <Sentences heading={`To bear in mind${of}`} sentences={change.notes} />
      <Texts change={change} label={`The text before and after${of}`} />
      <Example request={change.examples.gained} heading={`A request that is allowed now${of}`} />
      <Example request={change.examples.lost} heading={`A request that is no longer allowed${of}`} />
    </section>
  );
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function Guards({ guards, caption }: { readonly guards: readonly Guard[]; readonly caption: string }) {
  if (guards.length === 0) return null;
  return (
    <Table
      caption={caption}
      rows={guards}
      keyOf={(_, at) => String(at)}
      columns={[
        {
          heading: "What",
          cell: ({ change, weaker }) => (
            <span class={weaker ? "gains" : "loses"}>
              <span aria-hidden="true">{weaker ? "▲ " : "▼ "}</span>
              {guardWords[change]} <span class="quiet">({weaker ? "weaker" : "not weaker"})</span>
            </span>
          ),
        },
        { heading: "For", cell: ({ who }) => <ArnLink arn={who} /> },
        { heading: "Before", cell: ({ before }) => <Terms terms={before} /> },
        { heading: "After", cell: ({ after }) => <Terms terms={after} /> },
      ]}
    />
  );
}

function Terms({ terms }: { readonly terms: readonly string[] }) {
  if (terms.length === 0) return <span class="quiet">no condition</span>;
  return (
    <ul class="guard">
      {terms.map((term) => (
        <li key={term}>
          <bdi class="id">{term}</bdi>
        </li>
      ))}
    </ul>
  );
}

function Parties({
  caption,
  parties,
  more,
  mark,
}: {
  readonly caption: string;
  readonly parties: readonly Party[];
  readonly more: number;
  readonly mark: "gains" | "loses";
}) {
  if (parties.length + more === 0) return null;
  return (
    <>
      <Table
        caption={caption}
        rows={parties}
        keyOf={(_, at) => String(at)}
        empty="None of them is told by name."
        columns={[
          {
            heading: "Who",
            cell: ({ kind, id, name }) => (
              <>
                <span class={mark} aria-hidden="true">
                  {mark === "gains" ? "▲ " : "▼ "}
                </span>
                <span class="quiet">{kind.replaceAll("-", " ")}</span> <ArnLink arn={id} />
                {name !== undefined && (
                  <>
                    {" "}
                    <bdi>({name})</bdi>
                  </>
                )}
              </>
            ),
          },
          { heading: "From", cell: ({ external }) => (external ? <strong>outside</strong> : "inside") },
          { heading: "Certain", cell: ({ proven }) => <Proven proven={proven} /> },
          {
            heading: "By",
            cell: ({ via }) => (via === "direct" ? "being named" : "its whole account being let in"),
          },
          { heading: "If", cell: ({ guard }) => <GuardList guard={guard} /> },
        ]}
      />
      {more > 0 && <p class="quiet">… and {more.toLocaleString("en")} more.</p>}
    </>
  );
}

function Sentences({
  heading,
  sentences,
}: {
  readonly heading: string;
  readonly sentences: readonly string[];
}) {
  if (sentences.length === 0) return null;
  return (
    <>
      <h3>{heading}</h3>
      <ul class="sentences prose">
        {sentences.map((sentence) => (
          <li key={sentence}>
            <bdi>{sentence}</bdi>
          </li>
        ))}
      </ul>
    </>
  );
}

/** A text that was not there is an empty one: all of the other has come, or gone. */
function Texts({ change: { before, after }, label }: { readonly change: Change; readonly label: string }) {
  if (before === null && after === null) return null;
  const [left, right] = [laidOut(before ?? ""), laidOut(after ?? "")];
  return (
    <>
      <h3>{label}</h3>
      {left === right ? (
        <p class="quiet">
          Laid out alike, they are the same here: they differ in space alone, or in what is masked.
        </p>
      ) : (
        <PolicyDiff before={left} after={right} label={label} />
      )}
    </>
  );
}

function Example({
  request,
  heading,
}: {
  readonly request: Change["examples"]["gained"];
  readonly heading: string;
}) {
  if (request === null) return null;
  return (
    <details>
      <summary>{heading}</summary>
      <CodeLines text={JSON.stringify(request, null, 2)} from={1} />
    </details>
  );
}
