/** What really happened, by the trail that the server was started with: on the map, and over time. */
import type { FastifyInstance, FastifyReply } from "fastify";
import {
  accountUse,
  accountUseShape,
  impossibleAnswer,
  impossibleShape,
  mapUseShape,
  partyTimeline,
  partyTimelineShape,
  type ReadTrail,
  roleTimeline,
  roleTimelineShape,
  trailStateShape,
} from "../../work/trail/show/index.ts";
import { answer, refused } from "../answer.ts";
import { described } from "../described.ts";
import { refuse } from "../refusal.ts";
import type { Served } from "../served.ts";

type Shown = NonNullable<ReadTrail["shown"]>;

export function addTrail(server: FastifyInstance, served: Served): void {
  const { trail, scan, map, where } = served;
  const { snapshot } = scan.engine;
  const ifRead = async (
    reply: FastifyReply,
    tell: (shown: Shown) => FastifyReply | Promise<FastifyReply>,
  ): Promise<FastifyReply> => {
    if (trail === null) return refuse(reply, noTrail);
    const { shown } = trail;
    return shown === null ? refuse(reply, { status: 503, ...notYet(trail) }) : tell(shown);
  };
  server.get(
    "/api/trail",
    { schema: described({ summary: "Whether there is a trail, and how far it is read." }, trailStateShape) },
    (_, reply) => answer(reply, trail?.told() ?? none),
  );
  server.get(
    "/api/trail/map",
    {
      schema: described(
        { summary: "The trusts of /api/map with their use: how often, and when last." },
        mapUseShape,
      ),
    },
    (_, reply) => ifRead(reply, (shown) => answer(reply, shown.map)),
  );
  server.get(
    "/api/trail/impossible",
    {
      schema: described(
        { summary: "What happened though the snapshot's policies would refuse it, with the cause." },
        impossibleShape,
      ),
    },
    (_, reply) => ifRead(reply, async (shown) => answer(reply, await impossibleAnswer(shown))),
  );
  server.get<{ Querystring: { readonly account: string } }>(
    "/api/trail/map/account",
    {
      schema: described(
        {
          summary: "Who came into one account's roles, and where its roles and users went.",
          querystring: {
            type: "object",
            required: ["account"],
            properties: { account: { type: "string", pattern: "^\\d{12}$" } },
          },
        },
        accountUseShape,
      ),
    },
    ({ query }, reply) =>
      ifRead(reply, ({ world, impossible, span }) => {
        const account = snapshot.accountIndex(query.account);
        return account === null
          ? refused(reply, {
              message: `${where} holds no account ${query.account}`,
              advice: "GET /api/accounts lists those that it holds.",
            })
          : answer(reply, accountUse(map, world, impossible, account, span));
      }),
  );
  const text = { type: "string", minLength: 1, maxLength: 2048 };
  server.get<{ Querystring: { readonly arn: string } }>(
    "/api/trail/role",
    {
      schema: described(
        {
          summary:
            "Who assumed a role over time, who was refused, its ways in with their use, and the chains that it stands in.",
          querystring: { type: "object", required: ["arn"], properties: { arn: text } },
        },
        roleTimelineShape,
      ),
    },
    ({ query }, reply) =>
      ifRead(reply, async (shown) => {
        const role = snapshot.roles.byArn(query.arn);
        return role === null
          ? refused(reply, {
              message: `${where} holds no role ${query.arn}`,
              advice: "Give the whole ARN, path included; GET /api/search?text=NAME finds it.",
            })
          : answer(reply, await roleTimeline(shown, role));
      }),
  );
  server.get<{ Querystring: { readonly kind: string; readonly id: string } }>(
    "/api/trail/party",
    {
      schema: described(
        {
          summary: "What a party assumed over time, what it was refused, and the chains that begin with it.",
          querystring: {
            type: "object",
            required: ["kind", "id"],
            properties: { kind: { ...text, description: "As /api/party takes it." }, id: text },
          },
        },
        partyTimelineShape,
      ),
    },
    ({ query }, reply) => ifRead(reply, (shown) => answer(reply, partyTimeline(shown, query.kind, query.id))),
  );
  server.addHook("preClose", async () => trail?.end());
}

const none = { state: "none", message: null, progress: null, read: null };

const noTrail = {
  status: 404,
  message: "This server knows no trail: it was started without one.",
  advice: "Start it with accesslens serve --events PLACE, a directory with CloudTrail's files.",
};

function notYet(trail: ReadTrail): { readonly message: string; readonly advice: string } {
  const state = trail.told();
  return state.state === "failed"
    ? { message: `The trail could not be read: ${state.message ?? ""}`, advice: "Start the server anew." }
    : { message: "The trail is being read.", advice: "GET /api/trail tells how far it is." };
}
