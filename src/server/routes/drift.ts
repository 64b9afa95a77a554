/** What changed: by filter, over time, one by one, and as it happens; and how a finding lived. */
import type { FastifyInstance, FastifyReply } from "fastify";
import type { z } from "zod";
import type { Result } from "../../model/index.ts";
import {
  type DriftHistory,
  driftFacetsShape,
  driftNewsShape,
  driftRowsShape,
  driftStoryShape,
  driftTimelineShape,
  findingLifeShape,
  type HistoryFault,
} from "../../work/history/index.ts";
import { answer } from "../answer.ts";
import { described } from "../described.ts";
import { refuse } from "../refusal.ts";
import type { Served } from "../served.ts";
import { type DriftQuery, driftChoice, driftProperties } from "./drift-filter.ts";
import { pageProperties } from "./finding-filter.ts";

/** Proxies give up on whoever is silent for long: nginx after 60 seconds, others after 30. */
const longestWait = 20;

export function addDrift(server: FastifyInstance, served: Served): void {
  const { history } = served;
  const ask = async <T>(
    reply: FastifyReply,
    question: (history: DriftHistory) => Promise<Result<T, HistoryFault>>,
  ): Promise<Result<T, FastifyReply>> => {
    if (history === null) return { ok: false, error: refuse(reply, noStore) };
    const told = await question(history);
    return told.ok ? told : { ok: false, error: refuse(reply, { status: 503, ...told.error }) };
  };

  const counted = <T>(
    path: string,
    summary: string,
    shape: z.ZodType,
    question: (history: DriftHistory, query: DriftQuery) => Promise<Result<T, HistoryFault>>,
  ) => {
    const querystring = { type: "object", properties: driftProperties };
    server.get<{ Querystring: DriftQuery }>(
      path,
      { schema: described({ summary, querystring }, shape) },
      async ({ query }, reply) => {
        const told = await ask(reply, (known) => question(known, query));
        return told.ok ? answer(reply, told.value) : told.error;
      },
    );
  };
  counted(
    "/api/drift/facets",
    "How many changes there are of each severity, account, actor and so on, each counted under the other filters.",
    driftFacetsShape,
    (known, query) => known.facets(driftChoice(query)),
  );
  counted(
    "/api/drift/timeline",
    "How many changes, by which somebody gained or lost, in each hour, day or week; all together, and by account.",
    driftTimelineShape,
    (known, query) => known.timeline(driftChoice(query), Date.now()),
  );

  server.get<{ Querystring: DriftQuery & { readonly offset: number; readonly limit: number } }>(
    "/api/drift",
    {
      schema: described(
        {
          summary: "What changed, latest first: who gained or lost access, and who did it.",
          querystring: {
            type: "object",
            properties: { ...driftProperties, ...pageProperties(1000) },
          },
        },
        driftRowsShape,
      ),
    },
    async ({ query }, reply) => {
      const told = await ask(reply, (known) => known.rows(driftChoice(query), query.offset, query.limit));
      return told.ok ? answer(reply, told.value) : told.error;
    },
  );

  // Not a stream of events: each answer is asked for with the session of that moment, and proxies that gather answers let it pass.
  server.get<{ Querystring: DriftQuery & { readonly after: number; readonly wait: number } }>(
    "/api/drift/news",
    {
      schema: described(
        {
          summary:
            "What was settled after a sequence: at once, or as soon as there is something. Asked again after the answer's sequence, nothing is missed or told twice.",
          querystring: {
            type: "object",
            required: ["after"],
            properties: {
              ...driftProperties,
              after: { type: "integer", minimum: 0, description: "The sequence of the answer before." },
              wait: {
                type: "integer",
                minimum: 0,
                maximum: longestWait,
                default: 0,
                description: "Seconds, where there is nothing yet.",
              },
            },
          },
        },
        driftNewsShape,
      ),
    },
    async ({ query }, reply) => {
      const left = new AbortController();
      // Whoever asks has gone: the request itself is closed once it is read.
      reply.raw.once("close", () => left.abort());
      const choice = driftChoice(query);
      const told = await ask(reply, (known) =>
        known.news(choice, query.after, query.wait * 1000, left.signal),
      );
      return told.ok ? answer(reply, told.value) : told.error;
    },
  );

  server.get<{ Querystring: { readonly id: string } }>(
    "/api/drift/event",
    {
      schema: described(
        {
          summary:
            "One change whole: who gained and lost under which guard, who did it, the policy before and after, and who was told, or why not.",
          querystring: {
            type: "object",
            required: ["id"],
            properties: { id: { type: "string", minLength: 1, maxLength: 300 } },
          },
        },
        driftStoryShape,
      ),
    },
    async ({ query: { id } }, reply) => {
      const { findings } = served.scan;
      const told = await ask(reply, (known) => known.story(id, (finding) => findings.find(finding) !== null));
      if (!told.ok) return told.error;
      return told.value === null ? refuse(reply, noSuchChange) : answer(reply, told.value);
    },
  );

  server.get<{ Params: { readonly id: string } }>(
    "/api/findings/:id/life",
    {
      schema: described(
        {
          summary:
            "How a finding lived: when it was first seen, accepted, fixed and found again, and by which changes.",
          params: { type: "object", properties: { id: { type: "string", pattern: "^[0-9a-f]{16}$" } } },
        },
        findingLifeShape,
      ),
    },
    async ({ params }, reply) => {
      const told = await ask(reply, (known) => known.findingLife(params.id));
      return told.ok ? answer(reply, told.value) : told.error;
    },
  );

  // Before the server waits for answers that are on their way.
  server.addHook("preClose", async () => history?.end());
}

const noStore = {
  status: 404,
  message: "This server keeps no history: it was started without a store.",
  advice:
    "Start it with accesslens serve --store sqlite:PATH, the store that accesslens watch fills with what changes.",
};

const noSuchChange = {
  status: 404,
  message: "The store has no such change.",
  advice: "It may have been forgotten after its time. The list of changes has those that are kept.",
};
