/** Policies tried out: would a request be allowed, does one policy allow more than another. */
import { hashOf } from "../app/address.ts";
import type { PageProps } from "../app/page-props.ts";
import { CompareTab } from "./compare-tab.tsx";
import "./playground.css";
import { SimulateTab } from "./simulate-tab.tsx";

const tabs = [
  { id: "simulate", title: "Simulate a request" },
  { id: "compare", title: "Compare two policies" },
] as const;

export function PlaygroundPage({ chosen }: PageProps) {
  const current = chosen.tab === "compare" ? "compare" : "simulate";
  return (
    <>
      <h1>Playground</h1>
      <ul class="row choices" aria-label="What to try">
        {tabs.map(({ id, title }) => (
          <li key={id}>
            <a href={hashOf("playground", { tab: id })} aria-current={id === current ? "true" : undefined}>
              {title}
            </a>
          </li>
        ))}
      </ul>
      {current === "compare" ? <CompareTab /> : <SimulateTab chosen={chosen} />}
    </>
  );
}
