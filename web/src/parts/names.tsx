/** Names as AWS and others give them: always text, told apart from the words around them whatever script they are in. */
import { hashOf } from "../app/address.ts";

/** `<bdi>` keeps right-to-left names from turning what stands beside them. */
export function Name({ text }: { readonly text: string }) {
  return <bdi class="id">{text}</bdi>;
}

/** A principal's or resource's ARN; a role's leads to its page. */
export function ArnLink({ arn }: { readonly arn: string }) {
  return /^arn:[^:]*:iam::\d{12}:role\//.test(arn) ? (
    <a class="id" href={hashOf("role", { arn })}>
      <bdi>{arn}</bdi>
    </a>
  ) : (
    <Name text={arn} />
  );
}

/** By its name, where it is known; leads to the map. */
export function AccountName({ account, name }: { readonly account: string; readonly name: string | null }) {
  return (
    <a href={hashOf("map", { at: `account:${account}` })} title={account}>
      {name === null ? <Name text={account} /> : <bdi>{name}</bdi>}
    </a>
  );
}

export const severityMarks = { critical: "▲▲", high: "▲", medium: "◆", low: "▽", info: "○" } as const;

/** Never by colour alone. */
export function SeverityMark({ severity }: { readonly severity: keyof typeof severityMarks }) {
  return (
    <span class={`severity ${severity}`}>
      <span aria-hidden="true">{severityMarks[severity]}</span> {severity}
    </span>
  );
}

export function Proven({ proven }: { readonly proven: boolean }) {
  return <span class={proven ? "proven" : "may"}>{proven ? "proven" : "may"}</span>;
}

type Term = {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
  readonly controlledBy: string;
};

/** What has to hold, all of it. */
export function GuardList({ guard }: { readonly guard: readonly Term[] }) {
  if (guard.length === 0) return <span class="quiet">no condition</span>;
  return (
    <ul class="guard">
      {guard.map((term) => (
        <li key={`${term.key} ${term.operator} ${term.values.join()}`}>
          <bdi class="id">{term.key}</bdi> <span class="quiet">{term.operator}</span>{" "}
          <bdi class="id">{term.values.join(", ")}</bdi>{" "}
          <span class="quiet">(decided by the {term.controlledBy.replace("-", " ")})</span>
        </li>
      ))}
    </ul>
  );
}

/** Where anyone is let in, the own principals that can come in are not told one by one here. */
export function BehindAnyone({ who }: { readonly who: readonly { readonly kind: string }[] }) {
  if (!who.some(({ kind }) => kind === "any-account")) return null;
  return (
    <p class="quiet">
      Principals of your own accounts are among anyone; <code>accesslens who-can-assume</code> lists those
      that can.
    </p>
  );
}
