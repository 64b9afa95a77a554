/** Findings to work through: narrowed down, one by one or by what they stem from, and accepted many at once. */
import { useEffect, useState } from "preact/hooks";
import { type Answer, api, asked, type Fault } from "../api/client.ts";
import { useAnswer, type Waiting } from "../api/use-answer.ts";
import { go, hashOf } from "../app/address.ts";
import type { PageProps } from "../app/page-props.ts";
import { Answered, CoverageNote, FaultNote } from "../parts/notes.tsx";
import { AcceptPanel } from "./accept-panel.tsx";
import { FacetList } from "./facets.tsx";
import { FindingRows, GroupRows, isRow } from "./finding-rows.tsx";
import "./findings.css";
import { Paging } from "../parts/paging.tsx";
import { rowsId } from "./rows.tsx";
import { chosenOf, filterQuery, isNarrowed, rowsOnPage, type TriageView, viewOf } from "./triage-view.ts";
import { type Selection, useSelection } from "./use-selection.ts";

type Change = (changes: Partial<TriageView>) => void;

const address = (view: TriageView): string => hashOf("findings", chosenOf(view));

export function FindingsPage({ chosen }: PageProps) {
  const view = viewOf(chosen);
  const query = filterQuery(view);
  const filter = JSON.stringify(query);
  // Counts up when something was accepted: everything is asked anew.
  const [version, setVersion] = useState(0);
  const [told, setTold] = useState("");
  const selection = useSelection(`${view.by} ${filter}`);
  const facets = useAnswer(`facets ${filter} ${version}`, (signal) =>
    api.GET("/api/findings/facets", { params: { query }, signal }),
  );
  // Another page is read from its beginning, whoever turned to it at the end of this one.
  useEffect(() => scrollTo({ top: 0 }), [view.page, view.by, view.like]);
  const change: Change = (changes) => go(address({ ...view, page: 1, ...changes }));
  const done = (what: string) => {
    setTold(what);
    selection.clear();
    setVersion((before) => before + 1);
    // The form goes, and takes the focus with it.
    document.getElementById(rowsId)?.focus();
  };
  return (
    <>
      <h1>Findings</h1>
      <div class="triage">
        <Answered state={facets}>
          {(counts) => <FacetList facets={counts} view={view} onChange={change} />}
        </Answered>
        <div class="found">
          <Tools view={view} facets={facets} onChange={change} />
          <p role="status" class={told === "" ? "unseen" : "told"}>
            {told}
          </p>
          {view.by === "cause" ? (
            <Groups view={view} version={version} selection={selection} />
          ) : (
            <Findings view={view} version={version} selection={selection} facets={facets} />
          )}
          {selection.ids.length > 0 && <AcceptPanel ids={selection.ids} onDone={done} />}
        </div>
      </div>
    </>
  );
}

function Tools({
  view,
  facets,
  onChange,
}: {
  readonly view: TriageView;
  readonly facets: Waiting<Answer<"/api/findings/facets">>;
  readonly onChange: Change;
}) {
  const [text, setText] = useState(view.text);
  useEffect(() => setText(view.text), [view.text]);
  useEffect(() => {
    if (text === view.text) return;
    // Each letter is no step to go back to.
    const timer = setTimeout(() => go(address({ ...view, text, page: 1 }), { replace: true }), 250);
    return () => clearTimeout(timer);
  }, [text]);
  const total = facets.kind === "answered" ? facets.value.total : null;
  return (
    <div class="row tools">
      <label>
        Text
        <input
          type="text"
          value={text}
          spellcheck={false}
          placeholder="words of title, ARN or id"
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <fieldset>
        <legend class="unseen">Rows</legend>
        {(["finding", "cause"] as const).map((by) => (
          <label key={by}>
            <input type="radio" name="by" checked={view.by === by} onChange={() => onChange({ by })} />
            {by === "finding" ? "one by one" : "by cause"}
          </label>
        ))}
      </fieldset>
      {view.like !== "" && (
        <button type="button" onClick={() => onChange({ like: "" })}>
          Only of one cause <span aria-hidden="true">✕</span>
          <span class="unseen">: show all again</span>
        </button>
      )}
      {isNarrowed(view) && (
        <a href={hashOf("findings", { by: view.by === "cause" ? "cause" : "" })}>Show all open ones</a>
      )}
      <strong role="status" class="total">
        {total === null ? "" : `${total.toLocaleString("en")} ${total === 1 ? "finding" : "findings"}`}
      </strong>
    </div>
  );
}

type Listing = { readonly view: TriageView; readonly version: number; readonly selection: Selection };

function Findings({
  view,
  version,
  selection,
  facets,
}: Listing & { readonly facets: Waiting<Answer<"/api/findings/facets">> }) {
  const offset = (view.page - 1) * rowsOnPage;
  const query = { ...filterQuery(view), summary: true, offset, limit: rowsOnPage };
  const state = useAnswer(`rows ${JSON.stringify(query)} ${version}`, (signal) =>
    api.GET("/api/findings", { params: { query }, signal }),
  );
  const titles = new Map(
    facets.kind === "answered" ? facets.value.rule.map(({ value, title }) => [value, title]) : [],
  );
  return (
    <Answered state={state}>
      {({ findings, total, coverage, notes }) => {
        const rows = findings.filter(isRow);
        const caption = captionOf(offset, rows.length, total, "findings");
        return (
          <>
            <Caption caption={caption} view={view} selection={selection} total={total} />
            {rows.length === 0 ? (
              <p>Nothing is left under these filters.</p>
            ) : (
              <FindingRows
                caption={caption}
                rows={rows}
                ruleTitle={(rule) => titles.get(rule) ?? rule}
                isSelected={({ id }) => selection.has(id)}
                onSelect={(some, selected) => {
                  const ids = some.map(({ id }) => id);
                  if (selected) selection.add(ids);
                  else selection.remove(ids);
                }}
              />
            )}
            <Paging
              page={view.page}
              pages={Math.ceil(total / rowsOnPage)}
              addressOf={(page) => address({ ...view, page })}
            />
            <CoverageNote coverage={coverage} notes={notes} />
          </>
        );
      }}
    </Answered>
  );
}

function Groups({ view, version, selection }: Listing) {
  const offset = (view.page - 1) * rowsOnPage;
  const filter = filterQuery(view);
  const query = { ...filter, offset, limit: rowsOnPage };
  const [fault, setFault] = useState<Fault | null>(null);
  const state = useAnswer(`groups ${JSON.stringify(query)} ${version}`, (signal) =>
    api.GET("/api/findings/groups", { params: { query }, signal }),
  );
  // All findings of a group are selected together, so that the first stands for them.
  const select = async (examples: readonly string[], selected: boolean) => {
    const answers = await Promise.all(
      examples.map((like) => asked(api.GET("/api/findings/ids", { params: { query: { ...filter, like } } }))),
    );
    const wrong = answers.find((answer) => !answer.ok);
    if (wrong !== undefined && !wrong.ok) return setFault(wrong.fault);
    setFault(null);
    const ids = answers.flatMap((answer) => (answer.ok ? answer.value.ids : []));
    return selected ? selection.add(ids) : selection.remove(ids);
  };
  return (
    <Answered state={state}>
      {({ groups, total, findings }) => {
        const caption = captionOf(offset, groups.length, total, "causes");
        return (
          <>
            <Caption caption={caption} view={view} selection={selection} total={findings} />
            {fault !== null && <FaultNote fault={fault} />}
            {groups.length === 0 ? (
              <p>Nothing is left under these filters.</p>
            ) : (
              <GroupRows
                caption={caption}
                rows={groups}
                showsOf={({ example, findings: count }) =>
                  count === 1
                    ? hashOf("finding", { id: example })
                    : address({ ...view, by: "finding", like: example, page: 1 })
                }
                isSelected={({ example }) => selection.has(example)}
                onSelect={(some, selected) =>
                  void select(
                    some.map(({ example }) => example),
                    selected,
                  )
                }
              />
            )}
            <Paging
              page={view.page}
              pages={Math.ceil(total / rowsOnPage)}
              addressOf={(page) => address({ ...view, page })}
            />
          </>
        );
      }}
    </Answered>
  );
}

function captionOf(offset: number, shown: number, total: number, what: string): string {
  if (shown === 0) return `No ${what}`;
  const number = (value: number): string => value.toLocaleString("en");
  return shown === total
    ? `${number(total)} ${what}`
    : `${number(offset + 1)} to ${number(offset + shown)} of ${number(total)} ${what}`;
}

/** What is shown, what is selected of it, and how that is done without a mouse. `total`: findings that meet the filters. */
function Caption({
  caption,
  view,
  selection,
  total,
}: {
  readonly caption: string;
  readonly view: TriageView;
  readonly selection: Selection;
  readonly total: number;
}) {
  const [fault, setFault] = useState<Fault | null>(null);
  const selectAll = async () => {
    const answer = await asked(api.GET("/api/findings/ids", { params: { query: filterQuery(view) } }));
    if (!answer.ok) return setFault(answer.fault);
    setFault(null);
    return selection.add(answer.value.ids);
  };
  return (
    <>
      <div class="row caption">
        <span role="status">
          {caption}
          {selection.ids.length > 0 && (
            <strong> · {selection.ids.length.toLocaleString("en")} selected</strong>
          )}
        </span>
        {total > 0 && total <= 10_000 && (
          <button type="button" onClick={selectAll}>
            Select all {total.toLocaleString("en")}
          </button>
        )}
        {selection.ids.length > 0 && (
          <button type="button" onClick={() => selection.clear()}>
            Select none
          </button>
        )}
        <span class="quiet keys">
          In the table: <kbd>j</kbd> <kbd>k</kbd> or arrows move, <kbd>x</kbd> selects, <kbd>Shift</kbd>+
          <kbd>x</kbd> the page, <kbd>a</kbd> accepts, <kbd>Enter</kbd> opens
        </span>
      </div>
      {fault !== null && <FaultNote fault={fault} />}
    </>
  );
}
