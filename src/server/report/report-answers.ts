/**
 * What a report holds: the answers that the server would give to the questions behind its pages, asked beforehand. Large organizations
 * have more than a file should hold; the report then has what matters most, and its pages say what they lack.
 */
import type { FastifyInstance } from "fastify";
import { addQuestions } from "../routes/index.ts";
import type { Served } from "../served.ts";

/** By the question as an address: path and query. */
export type ReportAnswers = Readonly<Record<string, unknown>>;

/** An answer about one thing that is longer would make a file that no browser opens at ease: it is left to a server. */
const mostLetters = 250_000;

/** How many of each kind a report holds. */
const most = { findings: 1000, accounts: 150, parties: 200, roles: 150 } as const;

export async function reportAnswers(served: Served): Promise<ReportAnswers> {
  const { default: fastify } = await import("fastify");
  const server = fastify({ logger: false, routerOptions: { maxParamLength: 2048 } });
  server.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
  addQuestions(server, served);
  const answers: Record<string, unknown> = {};
  const ask = async (url: string): Promise<void> => {
    const answer = await askOf(server, url);
    if (answer !== null) answers[url] = answer;
  };
  for (const url of questionsOf(served)) await ask(url);
  await server.close();
  return answers;
}

/** Null: it is refused, as the pages would be, too, or too long. */
async function askOf(server: FastifyInstance, url: string): Promise<unknown> {
  const { statusCode, payload } = await server.inject({ method: "GET", url });
  const isOfOne = /^\/api\/(?:exposure|blast-radius|party|map\/account)\?/.test(url);
  return statusCode !== 200 || (isOfOne && payload.length > mostLetters) ? null : JSON.parse(payload);
}

function* questionsOf({ scan, overview }: Served): Iterable<string> {
  yield "/api/overview";
  yield "/api/map";
  yield "/api/rules";
  yield "/api/findings?summary=true";
  const worst = scan.findings.summaries.slice(0, most.findings);
  for (const { id } of worst) yield `/api/findings/${id}?fix=advised`;
  const accounts = new Set(worst.map(({ account }) => account));
  for (const { id } of scan.engine.snapshot.accounts) accounts.add(id);
  for (const id of [...accounts].slice(0, most.accounts)) yield asked("/api/map/account", { account: id });
  for (const { kind, id } of overview.outsiders.slice(0, most.parties))
    yield asked("/api/party", { kind, id });
  const roles = new Set(worst.flatMap(({ subject }) => (subject.includes(":role/") ? [subject] : [])));
  for (const arn of [...roles].slice(0, most.roles)) {
    yield asked("/api/role", { arn });
    yield asked("/api/who-can-assume", { role: arn, own: "false" });
    yield asked("/api/exposure", { to: arn });
    yield asked("/api/blast-radius", { from: arn });
  }
}

/** As the browser words it. */
function asked(path: string, query: Readonly<Record<string, string>>): string {
  return `${path}?${new URLSearchParams(query)}`;
}
