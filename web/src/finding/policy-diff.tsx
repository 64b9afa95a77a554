/** A policy before and after, side by side; what goes and what comes has a sign besides its colour. */
import { type DiffLine, type DiffRow, diffRows } from "./diff-rows.ts";
import { visibleText } from "./visible-text.ts";

/** `label`: what the part of the page is called; parts of one page are told apart by it. */
export function PolicyDiff({
  before,
  after,
  label = "The policy before and after the edit",
}: {
  readonly before: string;
  readonly after: string;
  readonly label?: string;
}) {
  const rows = diffRows(before, after);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard (WCAG 2.1.1).
    <section class="scroll diff" aria-label={label} tabIndex={0}>
      <table>
        <caption class="unseen">{label}, line by line</caption>
        <colgroup>
          <col class="numbers" />
          <col />
          <col class="numbers" />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">
              <span class="unseen">Line before</span>
            </th>
            <th scope="col">Before</th>
            <th scope="col">
              <span class="unseen">Line after</span>
            </th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <Row key={String(at)} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ row }: { readonly row: DiffRow }) {
  if (row.kind === "left-out") {
    return (
      <tr>
        <td class="left-out" colSpan={4}>
          {row.lines} {row.lines === 1 ? "line stays" : "lines stay"}
        </td>
      </tr>
    );
  }
  const isChange = row.kind === "changed";
  return (
    <tr>
      <Side line={row.before} change={isChange ? "gone" : null} />
      <Side line={row.after} change={isChange ? "come" : null} />
    </tr>
  );
}

function Side({ line, change }: { readonly line: DiffLine | null; readonly change: "gone" | "come" | null }) {
  const marked = line === null || change === null ? undefined : change;
  return (
    <>
      <td class="line-number">{line?.number}</td>
      <td class={marked}>
        <span class="sign">
          <span aria-hidden="true">{marked === undefined ? "  " : marked === "gone" ? "− " : "+ "}</span>
          {marked !== undefined && <span class="unseen">{marked === "gone" ? "removed: " : "added: "}</span>}
        </span>
        {line === null ? "" : visibleText(line.text)}
      </td>
    </>
  );
}
