/** Findings that are accepted, and by those who may: accepting them, and withdrawing it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { Suppression } from "../../findings/suppressions.ts";
import { unreachable } from "../../model/index.ts";
import { maskSummary } from "../../report/mask.ts";
import {
  acceptFindings,
  checkedAcceptance,
  namedFindings,
  withdrawAcceptances,
} from "../../work/accept-findings.ts";
import type { AcceptanceFault } from "../../work/acceptance-fault.ts";
import { answer } from "../answer.ts";
import { refuse } from "../refusal.ts";
import type { Served } from "../served.ts";
import {
  acceptancesShape,
  acceptedShape,
  acceptShape,
  faults,
  jsonSchema,
  withdrawnShape,
  withdrawShape,
} from "../shapes.ts";
import type { VisitorOf } from "../visitor.ts";

/** 10,000 ids and a long reason. */
const bodyLimit = 256 * 1024;
const path = "/api/acceptances";

export function addAcceptances(server: FastifyInstance, served: Served, visitorOf: VisitorOf): void {
  server.get(
    path,
    {
      schema: {
        summary: "What the file of accepted findings says.",
        response: { 200: jsonSchema(acceptancesShape) },
      },
    },
    (_, reply) => answer(reply, acceptancesOf(served)),
  );

  // Before the body is read.
  const onRequest = async (request: FastifyRequest, reply: FastifyReply) => {
    const { mode, may } = visitorOf(request);
    if (may.accept) return undefined;
    return refuse(reply, {
      status: 403,
      message: "You may look here, and change nothing.",
      advice:
        mode === "local"
          ? "Start it with accesslens serve --accept."
          : "Ask somebody of a group that may triage, or to be taken into one.",
    });
  };
  const changing = { onRequest, bodyLimit };

  server.post<{ Body: z.infer<typeof acceptShape> }>(
    path,
    {
      ...changing,
      validatorCompiler: judgedBy(acceptShape),
      schema: {
        summary: "Accept findings for a reason and until a day: entries of the file of accepted findings.",
        body: jsonSchema(acceptShape),
        response: { 200: jsonSchema(acceptedShape), ...faults(400, 403, 404, 409, 503) },
      },
    },
    async (request, reply) => {
      const { findings: ids, reason, expires, replace = false } = request.body;
      const now = Math.floor(Date.now() / 1000);
      const { findings } = served.scan;
      const acceptance = checkedAcceptance({ reason, expires, owner: visitorOf(request).name }, now);
      if (!acceptance.ok) return failed(reply, acceptance.error);
      const named = namedFindings(ids, findings);
      if (!named.ok) return failed(reply, named.error);
      // The file is kept with sources, where no external ID belongs.
      const titled = named.value.map((one) => maskSummary(one, () => findings.detail(one, "advised")));
      const done = await acceptFindings(served.accepted.path, titled, acceptance.value, {
        replaces: replace,
        now,
      });
      if (!done.ok) return failed(reply, done.error);
      const { changed, replaced, unchanged } = done.value;
      return answer(reply, { accepted: changed, replaced, unchanged });
    },
  );

  server.delete<{ Body: z.infer<typeof withdrawShape> }>(
    path,
    {
      ...changing,
      validatorCompiler: judgedBy(withdrawShape),
      schema: {
        summary: "Accept findings no more: their own entries leave the file.",
        body: jsonSchema(withdrawShape),
        response: { 200: jsonSchema(withdrawnShape), ...faults(400, 403, 404, 409, 503) },
      },
    },
    async (request, reply) => {
      const done = await withdrawAcceptances(served.accepted.path, request.body.findings);
      return done.ok ? answer(reply, { withdrawn: done.value.changed }) : failed(reply, done.error);
    },
  );
}

/** Bodies are judged by the shapes themselves, whose messages say what to do. */
function judgedBy(shape: z.ZodType) {
  return () => (body: unknown) => {
    const read = shape.safeParse(body ?? {});
    if (read.success) return { value: read.data };
    const [issue] = read.error.issues;
    const place = issue === undefined || issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
    return { error: new Error(`${place}${issue?.message ?? "the body is not understood"}`) };
  };
}

function acceptancesOf({ accepted }: Served): z.infer<typeof acceptancesShape> {
  const now = Date.now() / 1000;
  const { suppressions, faults: broken } = accepted.now();
  return {
    file: accepted.path,
    acceptances: suppressions.map((one) => ({ ...subjectOf(one), ...detailsOf(one, now) })),
    faults: broken.map(({ place, message }) => `${place}: ${message}`),
  };
}

function subjectOf({ matches }: Suppression) {
  return matches.kind === "finding"
    ? { finding: matches.id, rule: null, subject: null }
    : { finding: null, rule: matches.rule, subject: matches.subject };
}

function detailsOf({ reason, expires, owner }: Suppression, now: number) {
  const day = new Date(expires * 1000).toISOString().slice(0, 10);
  return { reason, expires: day, owner, counts: expires > now };
}

function failed(reply: FastifyReply, { kind, message, advice }: AcceptanceFault): FastifyReply {
  return refuse(reply, { status: statusOf(kind), message, advice });
}

function statusOf(kind: AcceptanceFault["kind"]): number {
  switch (kind) {
    case "request":
      return 400;
    case "unknown-finding":
    case "not-accepted":
      return 404;
    case "accepted-already":
    case "changed":
    case "unreadable":
      return 409;
    case "busy":
    case "unwritable":
      return 503;
    default:
      return unreachable(kind);
  }
}
