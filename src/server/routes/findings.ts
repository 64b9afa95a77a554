/** What is wrong, worst first; and one finding as a whole. */
import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { suppressionList } from "../../findings/suppressions.ts";
import { type Finding, type Severity, severities } from "../../findings/types.ts";
import { maskFinding, maskSummary } from "../../report/mask.ts";
import { jsonLine } from "../../report/plain.ts";
import type { AcceptedFile } from "../../work/accepted-file.ts";
import { findingShape, findingsShape } from "../../work/finding-shape.ts";
import { type ChosenFinding, selectFindings } from "../../work/select-findings.ts";
import { answer, refused } from "../answer.ts";
import { described } from "../described.ts";
import type { Served } from "../served.ts";

type Query = {
  readonly rule?: readonly string[];
  readonly account?: readonly string[];
  readonly severity?: Severity;
  readonly status?: Finding["status"];
  readonly summary: boolean;
  readonly offset: number;
  readonly limit?: number;
};

const several = { type: "array", items: { type: "string" } };
const querystring = {
  type: "object",
  properties: {
    rule: { ...several, description: "Only of these rules." },
    account: { ...several, description: "Only of these accounts." },
    severity: { enum: severities, description: "Only findings at or above it." },
    status: { enum: ["open", "suppressed", "baseline"] },
    summary: {
      type: "boolean",
      default: false,
      description: "Without evidence, who, witness and fix: much shorter.",
    },
    offset: { type: "integer", minimum: 0, default: 0 },
    limit: { type: "integer", minimum: 0, description: "At most so many; all where it is left out." },
  },
};

export function addFindings(server: FastifyInstance, served: Served): void {
  const { scan, accepted } = served;
  server.get<{ Querystring: Query }>(
    "/api/findings",
    {
      schema: described(
        { summary: "Findings, worst first, as `accesslens scan --chains --format json`.", querystring },
        findingsShape,
      ),
    },
    ({ query }, reply) => {
      const { chosen } = selectFindings(scan.findings.summaries, {
        rules: query.rule ?? null,
        accounts: query.account ?? null,
        atLeast: query.severity ?? null,
        suppressions: accepted.now().suppressions,
        baseline: [],
        now: Math.floor(Date.now() / 1000),
      });
      const asked =
        query.status === undefined ? chosen : chosen.filter(({ status }) => status === query.status);
      const end = query.limit === undefined ? asked.length : query.offset + query.limit;
      const page = asked.slice(query.offset, end);
      const whole = query.summary ? shortened : wholeFinding;
      const findings = (function* () {
        for (const one of page) yield whole(one, served);
      })();
      // In pieces: all findings of a large organization are more than one text should hold.
      return reply
        .type("application/json; charset=utf-8")
        .send(Readable.from(pieces(findings, asked.length, served)));
    },
  );
  server.get<{ Params: { readonly id: string } }>(
    "/api/findings/:id",
    {
      schema: described(
        {
          summary:
            "One finding as `accesslens explain`, with a fix that was tried; by its id, or the beginning of one.",
          params: { type: "object", properties: { id: { type: "string", pattern: "^[0-9a-f]{4,16}$" } } },
        },
        findingShape,
      ),
    },
    ({ params }, reply) => {
      const summary = scan.findings.find(params.id);
      if (summary === null) {
        return refused(reply.code(404), {
          message: `there is no finding ${params.id}, or several begin so`,
          advice: "GET /api/findings?summary=true tells the ids.",
        });
      }
      const accepted = suppressionList(served.accepted.now().suppressions, Math.floor(Date.now() / 1000));
      const status = accepted.covering(summary) === null ? "open" : "suppressed";
      const finding: Finding = { ...scan.findings.detail(summary, "tried"), status };
      return answer(reply, served.masksExternalIds ? maskFinding(finding) : finding);
    },
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

function shortened({ summary, status }: ChosenFinding, { scan, masksExternalIds }: Served) {
  const shown = masksExternalIds
    ? maskSummary(summary, () => scan.findings.detail(summary, "advised"))
    : summary;
  return { ...shown, status };
}
