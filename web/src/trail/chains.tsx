/** Chains of sessions, drawn: each box assumed the next one. */
import type { Answer } from "../api/client.ts";
import { roleHref } from "./timeline.tsx";
import "./trail.css";
import { dateText } from "./use-trail.ts";

type Chain = Answer<"/api/trail/role">["chains"][number];

export function Chains({
  chains,
  here,
}: {
  readonly chains: readonly Chain[];
  readonly here: string | null;
}) {
  if (chains.length === 0) return <p class="quiet">None, as far as the trail goes.</p>;
  return (
    <ul class="chains">
      {chains.map(({ from, roles, count, first, last }) => (
        <li key={`${from} ${roles.join(" ")}`}>
          <ol class="chain" aria-label={`Chain of ${roles.length} sessions`}>
            {[from, ...roles].map((name, at) => (
              <li key={at} class={name === here ? "here" : undefined}>
                <Link arn={name} />
              </li>
            ))}
          </ol>
          <span class="quiet">
            {count === 1 ? "once" : `${count.toLocaleString("en")} times`}, {dateText(first)}
            {first.slice(0, 10) === last.slice(0, 10) ? "" : ` to ${dateText(last)}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Link({ arn }: { readonly arn: string }) {
  const href = roleHref(arn);
  const account = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];
  const name = arn.startsWith("arn:") ? arn.slice(arn.lastIndexOf("/") + 1) : arn;
  return (
    <>
      {href === null ? (
        <bdi>{name}</bdi>
      ) : (
        <a href={href} title={arn}>
          <bdi>{name}</bdi>
        </a>
      )}
      {account !== undefined && <span class="quiet"> {account}</span>}
    </>
  );
}
