/** Ways from somebody to somebody or something: chains, hop by hop, with what decides and what would change. */
import { useMemo } from "preact/hooks";
import { type Answer, api } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { go, hashOf } from "../app/address.ts";
import type { PageProps } from "../app/page-props.ts";
import { Answered, CoverageNote } from "../parts/notes.tsx";
import { Chokepoints } from "./chokepoints.tsx";
import { EndPicker, type Ready } from "./end-picker.tsx";
import { openHop, type Ways } from "./hop.ts";
import { endName } from "./names.ts";
import { AccountNames } from "./party.tsx";
import { fixedPresets, type Preset, unitPresets, vendorPresets } from "./presets.ts";
import { WayList } from "./way-list.tsx";
import "./ways.css";

const starts: readonly Ready[] = [
  { value: "external", label: "external: everybody outside" },
  { value: "anyone", label: "anyone: whoever needs no certain account" },
];
const ends: readonly Ready[] = [
  { value: "admin", label: "admin: the administrator of any account" },
  { value: "organization", label: "organization: what it holds over its accounts" },
];
const usualHops = 8;
const fewWays = 10;
const manyWays = 100;

type Question = {
  readonly from: string;
  readonly to: string;
  readonly only?: "proven";
  readonly maxHops: number;
  readonly k: number;
};

function questionOf(chosen: PageProps["chosen"]): Question {
  const hops = Number(chosen.maxHops ?? usualHops);
  return {
    from: chosen.from ?? "external",
    to: chosen.to ?? "admin",
    ...(chosen.only === "proven" ? { only: "proven" as const } : {}),
    maxHops: Number.isInteger(hops) && hops >= 1 && hops <= 20 ? hops : usualHops,
    k: chosen.many === "yes" ? manyWays : fewWays,
  };
}

export function PathsPage({ chosen }: PageProps) {
  const question = questionOf(chosen);
  const overview = useAnswer("overview", (signal) => api.GET("/api/overview", { signal }));
  const accounts = useAnswer("accounts", (signal) => api.GET("/api/accounts", { signal }));
  const state = useAnswer(JSON.stringify(question), (signal) =>
    api.GET("/api/paths", { params: { query: question }, signal }),
  );
  const list = accounts.kind === "answered" ? accounts.value.accounts : null;
  const names = useMemo(() => namesOf(list ?? []), [list]);
  const outsiders = overview.kind === "answered" ? overview.value.outsiders : null;
  const unitWays = accounts.kind === "answered" ? unitPresets(accounts.value.units) : [];
  const vendors = useMemo(() => vendorPresets(outsiders ?? []), [outsiders]);
  // What is open belongs to the question that was asked.
  const ask = (more: Readonly<Record<string, string | undefined>>) =>
    go(hashOf("paths", { ...chosen, open: undefined, ...more }));
  return (
    <AccountNames.Provider value={names}>
      <h1>Ways</h1>
      <div class="question">
        <EndPicker
          label="From"
          value={question.from}
          ready={starts}
          forEnd={false}
          onChoose={(from) => ask({ from })}
        />
        <EndPicker label="To" value={question.to} ready={ends} forEnd onChoose={(to) => ask({ to })} />
        <label>
          Hops at most
          <input
            type="number"
            min={1}
            max={20}
            value={question.maxHops}
            onChange={(event) => ask({ maxHops: event.currentTarget.value })}
          />
        </label>
        <label>
          <input
            type="checkbox"
            checked={question.only === "proven"}
            onChange={(event) => ask({ only: event.currentTarget.checked ? "proven" : undefined })}
          />
          proven hops only
        </label>
      </div>
      <Presets
        vendors={vendors}
        units={unitWays}
        question={question}
        onChoose={({ from, to }) => ask({ from, to })}
      />
      <Answered state={state}>
        {(answer) => <Told answer={answer} question={question} chosen={chosen} />}
      </Answered>
    </AccountNames.Provider>
  );
}

function namesOf(accounts: Answer<"/api/accounts">["accounts"]): ReadonlyMap<string, string> {
  return new Map(accounts.flatMap(({ id, name }) => (name === null ? [] : [[id, name] as const])));
}

function Presets({
  vendors,
  units,
  question,
  onChoose,
}: {
  readonly vendors: readonly Preset[];
  readonly units: readonly Preset[];
  readonly question: Question;
  onChoose(preset: Preset): void;
}) {
  return (
    <fieldset class="presets" aria-label="Questions that stand ready">
      {[...fixedPresets, ...units].map((preset) => (
        <button
          key={preset.label}
          type="button"
          aria-pressed={preset.from === question.from && preset.to === question.to}
          onClick={() => onChoose(preset)}
        >
          {preset.label}
        </button>
      ))}
      {vendors.length > 0 && (
        <select
          aria-label="A vendor to any role"
          value={vendors.find(({ from }) => from === question.from)?.from ?? ""}
          onChange={(event) => {
            const preset = vendors.find(({ from }) => from === event.currentTarget.value);
            if (preset !== undefined) onChoose(preset);
          }}
        >
          <option value="">a vendor → any role …</option>
          {vendors.map(({ from, label }) => (
            <option key={from} value={from}>
              {label}
            </option>
          ))}
        </select>
      )}
    </fieldset>
  );
}

function Told({
  answer,
  question,
  chosen,
}: {
  readonly answer: Ways;
  readonly question: Question;
  readonly chosen: PageProps["chosen"];
}) {
  const { paths, complete, coverage, notes } = answer;
  const { from, to, only, maxHops } = question;
  const asked = { from, to, maxHops, ...(only === undefined ? {} : { only }) };
  const count = paths.length === 1 ? "1 way" : `${paths.length} ways`;
  return (
    <>
      <p role="status">
        {paths.length === 0 ? `No ${only === undefined ? "way" : "proven way"} leads` : `${count} lead`} from{" "}
        <bdi>{endName(from)}</bdi> to <bdi>{endName(to)}</bdi> within {maxHops} hops
        {complete ? "" : ", and there are more, or may be"}.{" "}
        {!complete && question.k === fewWays && (
          <a href={hashOf("paths", { ...chosen, many: "yes" })}>Show up to {manyWays}</a>
        )}
      </p>
      <CoverageNote coverage={coverage} notes={notes} />
      {paths.length > 0 && <h2>Ways</h2>}
      <WayList
        ways={paths}
        ends={asked}
        open={openHop(chosen.open)}
        hashWith={(open) => hashOf("paths", { ...chosen, from, to, open })}
      />
      <Chokepoints ends={asked} />
    </>
  );
}
