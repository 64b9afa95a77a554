/** What is wrong, worst first: whole, as rows of a table, counted, and grouped by what it stems from. */
import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { Finding } from "../../findings/types.ts";
import { maskFinding } from "../../report/mask.ts";
import { jsonLine } from "../../report/plain.ts";
import type { AcceptedFile } from "../../work/accepted-file.ts";
import { findingsShape } from "../../work/finding-shape.ts";
import type { ChosenFinding } from "../../work/select-findings.ts";
import {
  acceptanceOf,
  facetsOf,
  facetsShape,
  findingGroupsShape,
  findingIdsShape,
  groupsOf,
  rulesAnswer,
  rulesShape,
  toldGroups,
} from "../../work/triage/index.ts";
import { answer } from "../answer.ts";
import { described } from "../described.ts";
import type { Served } from "../served.ts";
import { type Triage, triageOf } from "../triage.ts";
import { addFinding } from "./finding.ts";
import { type FilterQuery, filterOf, filterProperties, pageProperties } from "./finding-filter.ts";

type Query = FilterQuery & { readonly summary: boolean; readonly offset: number; readonly limit?: number };
type PageQuery = FilterQuery & { readonly offset: number; readonly limit: number };

export function addFindings(server: FastifyInstance, served: Served): void {
  const triage = triageOf(served);
  addRows(server, served, triage);
  addFacets(server, triage);
  addGroups(server, triage);
  addIds(server, triage);
  addRules(server, served);
  addFinding(server, served, triage);
}

function addRows(server: FastifyInstance, served: Served, triage: Triage): void {
  const querystring = {
    type: "object",
    properties: {
      ...filterProperties,
      summary: {
        type: "boolean",
        default: false,
        description: "Rows: without evidence, who, witness and fix, and with why they are accepted.",
      },
      offset: { type: "integer", minimum: 0, default: 0 },
      limit: { type: "integer", minimum: 0, description: "At most so many; all where it is left out." },
    },
  };
  const summary = "Findings, worst first, as `accesslens scan --chains --format json`.";
  server.get<{ Querystring: Query }>(
    "/api/findings",
    { schema: described({ summary, querystring }, findingsShape) },
    ({ query }, reply) => {
      const chosen = triage.desk.chosen(filterOf(query), triage.accepted());
      const end = query.limit === undefined ? chosen.length : query.offset + query.limit;
      const page = chosen.slice(query.offset, end);
      const findings = (function* () {
        for (const one of page) yield query.summary ? row(one, triage) : wholeFinding(one, served);
      })();
      // In pieces: all findings of a large organization are more than one text should hold.
      return reply
        .type("application/json; charset=utf-8")
        .send(Readable.from(pieces(findings, chosen.length, served)));
    },
  );
}

function addFacets(server: FastifyInstance, { desk, accepted, ...names }: Triage): void {
  const summary =
    "How many findings there are of each severity, status, rule and account, each counted under the other filters.";
  server.get<{ Querystring: FilterQuery }>(
    "/api/findings/facets",
    {
      schema: described(
        { summary, querystring: { type: "object", properties: filterProperties } },
        facetsShape,
      ),
    },
    ({ query }, reply) => answer(reply, facetsOf(desk, filterOf(query), accepted(), names)),
  );
}

function addGroups(server: FastifyInstance, { desk, accepted, ruleTitle }: Triage): void {
  const summary =
    "Findings by what they stem from: those of one rule and one policy text, in whatever accounts, are one group.";
  const querystring = { type: "object", properties: { ...filterProperties, ...pageProperties(1000) } };
  server.get<{ Querystring: PageQuery }>(
    "/api/findings/groups",
    { schema: described({ summary, querystring }, findingGroupsShape) },
    ({ query }, reply) => {
      const { groups, members } = groupsOf(desk, filterOf(query), accepted());
      const page = groups.slice(query.offset, query.offset + query.limit);
      return answer(reply, {
        groups: toldGroups(page, members, desk, ruleTitle),
        total: groups.length,
        findings: members.length,
      });
    },
  );
}

/** As many as can be accepted at once. */
const mostIds = 10_000;

function addIds(server: FastifyInstance, { desk, accepted }: Triage): void {
  server.get<{ Querystring: FilterQuery }>(
    "/api/findings/ids",
    {
      schema: described(
        {
          summary: "The ids of all findings that meet the filters, to choose them together.",
          querystring: { type: "object", properties: filterProperties },
        },
        findingIdsShape,
      ),
    },
    ({ query }, reply) => {
      const chosen = desk.chosen(filterOf(query), accepted());
      return answer(reply, {
        ids: chosen.slice(0, mostIds).map(({ summary }) => summary.id),
        total: chosen.length,
      });
    },
  );
}

function addRules(server: FastifyInstance, { scan }: Served): void {
  const told = rulesAnswer(scan.engine.config.rules);
  server.get(
    "/api/rules",
    {
      schema: described({ summary: "The rules that run: what each finds, and why it matters." }, rulesShape),
    },
    (_, reply) => answer(reply, told),
  );
}

function* pieces(findings: Iterable<unknown>, total: number, { scan, accepted }: Served): Iterable<string> {
  const notes = [...scan.notes, ...acceptedNotes(accepted)];
  yield '{"findings":[';
  let isFirst = true;
  for (const one of findings) {
    yield `${isFirst ? "" : ","}${jsonLine(one)}`;
    isFirst = false;
  }
  yield `],"total":${total},"coverage":${jsonLine(scan.coverage)},"notes":${jsonLine(notes)},"counts":${jsonLine(scan.findings.counts)}}`;
}

/** A file that broke while the server runs is told with what rests on it. */
function acceptedNotes(accepted: AcceptedFile): readonly string[] {
  return accepted
    .now()
    .faults.map(({ place, message }) => `${place}: ${message}; what was accepted before still counts here`);
}

function wholeFinding({ summary, status }: ChosenFinding, { scan, masksExternalIds }: Served): Finding {
  const finding: Finding = { ...scan.findings.detail(summary, "advised"), status };
  return masksExternalIds ? maskFinding(finding) : finding;
}

function row({ summary, status, acceptance }: ChosenFinding, { desk, accountName }: Triage) {
  const shown = desk.shown(summary);
  return {
    ...shown,
    status,
    accountName: accountName(shown.account),
    acceptance: acceptanceOf(acceptance),
  };
}
