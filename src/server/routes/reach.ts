/** Ways, what is come to, who comes, and where to cut. */
import type { FastifyInstance } from "fastify";
import { blastRadius, exposure } from "../../graph/reach/index.ts";
import { maskGuard, maskHop, maskPath } from "../../report/mask.ts";
import { jsonLine } from "../../report/plain.ts";
import { type Radius, usualHops } from "../../work/kept-radii.ts";
import { ownerlessResource } from "../../work/named-in-snapshot.ts";
import { chokepointsAnswer, pathAnswer, pathsAnswer } from "../../work/reach-answer.ts";
import { chosenEnd, chosenStart, resourceOverEdges } from "../../work/reach-ends.ts";
import { blastRadiusShape, chokepointsShape, exposureShape, pathsShape } from "../../work/reach-shape.ts";
import { tellChokepoints, tellPaths } from "../../work/told-paths.ts";
import { answer, refused, written } from "../answer.ts";
import { described } from "../described.ts";
import { namedIn, type Served } from "../served.ts";

type Limits = { readonly maxHops: number; readonly only?: "proven" };

const start = {
  type: "string",
  minLength: 1,
  maxLength: 2048,
  description:
    "The ARN of a role, session, user or account (arn:aws:iam::123456789012:root), unit:NAME-OR-ID, external, or anyone.",
};
const end = {
  type: "string",
  minLength: 1,
  maxLength: 2048,
  description:
    "The ARN of a role, user or resource, a pattern, admin, admin:123456789012, unit:NAME-OR-ID, or organization.",
};
const limits = {
  maxHops: { type: "integer", minimum: 1, maximum: 20, default: usualHops },
  only: { enum: ["proven"], description: "Hops that only may be possible do not count." },
};
const action = {
  type: "string",
  maxLength: 200,
  description: "What has to be possible at a resource; any data access.",
};

export function addReach(server: FastifyInstance, served: Served): void {
  const { reach, scan, masksExternalIds, where } = served;
  const { expansion } = scan.engine;
  const named = namedIn(served);
  /** Of radii that are at hand: outsiders come to so much that writing it out takes longer than sending it. */
  const texts = new Map<string, Buffer>();
  const textOf = (from: string, radius: Radius): Buffer => {
    const known = texts.get(from) ?? Buffer.from(jsonLine({ from, ...radius }));
    texts.set(from, known);
    return known;
  };

  server.get<{ Querystring: Limits & { from: string; to: string; action?: string; k: number } }>(
    "/api/paths",
    {
      schema: described(
        {
          summary: "Ways from one to the other, shortest first, hop by hop, as `accesslens paths`.",
          querystring: {
            type: "object",
            required: ["from", "to"],
            properties: {
              from: start,
              to: end,
              ...limits,
              action,
              k: {
                type: "integer",
                minimum: 1,
                maximum: 100,
                default: 10,
                description: "At most so many ways.",
              },
            },
          },
        },
        pathsShape,
      ),
    },
    ({ query }, reply) => {
      const asked = query.action ?? null;
      const from = chosenStart(query.from, named);
      if (!from.ok) return refused(reply, from.error);
      const to = chosenEnd(query.to, asked, named, from.value);
      if (!to.ok) return refused(reply, to.error);
      const question = {
        from: from.value,
        to: to.value,
        mostHops: query.maxHops,
        onlyProven: query.only === "proven",
        most: query.k,
        action: asked,
      };
      const found = tellPaths(reach, question, expansion);
      const told = masksExternalIds ? { ...found, paths: found.paths.map(maskPath) } : found;
      return answer(reply, { ...pathsAnswer(told), paths: told.paths.map(pathAnswer) });
    },
  );

  server.get<{ Querystring: Limits & { from: string } }>(
    "/api/blast-radius",
    {
      schema: described(
        {
          summary: "Everything that somebody can come to, as `accesslens blast-radius`.",
          querystring: { type: "object", required: ["from"], properties: { from: start, ...limits } },
        },
        blastRadiusShape,
      ),
    },
    ({ query }, reply) => {
      const from = chosenStart(query.from, named);
      if (!from.ok) return refused(reply, from.error);
      const onlyProven = query.only === "proven";
      const kept = !onlyProven && query.maxHops === usualHops ? served.radii.get(query.from) : undefined;
      if (kept !== undefined) return written(reply, textOf(query.from, kept));
      const question = { from: from.value, mostHops: query.maxHops, onlyProven };
      return answer(reply, { from: query.from, ...blastRadius(reach, question, expansion) });
    },
  );

  server.get<{ Querystring: Limits & { to: string; action?: string } }>(
    "/api/exposure",
    {
      schema: described(
        {
          summary: "Everybody who can come there, outsiders first, as `accesslens exposure`.",
          querystring: { type: "object", required: ["to"], properties: { to: end, action, ...limits } },
        },
        exposureShape,
      ),
    },
    ({ query }, reply) => {
      const asked = query.action ?? null;
      const to = chosenEnd(query.to, asked, named);
      if (!to.ok) return refused(reply, to.error);
      const question = {
        to: to.value,
        mostHops: query.maxHops,
        onlyProven: query.only === "proven",
        action: asked,
      };
      const found = exposure(reach, question, expansion);
      if (found === null) return refused(reply, ownerlessResource(query.to, where));
      const who = masksExternalIds
        ? found.who.map((one) => ({ ...one, guard: maskGuard(one.guard) }))
        : found.who;
      return answer(reply, { to: query.to, ...found, who });
    },
  );

  server.get<{ Querystring: Pick<Limits, "only"> & { from: string; to: string } }>(
    "/api/chokepoints",
    {
      schema: described(
        {
          summary: "The fewest accesses whose loss leaves no way, as `accesslens chokepoints`.",
          querystring: {
            type: "object",
            required: ["from", "to"],
            properties: { from: start, to: end, only: limits.only },
          },
        },
        chokepointsShape,
      ),
    },
    ({ query }, reply) => {
      const from = chosenStart(query.from, named);
      if (!from.ok) return refused(reply, from.error);
      const to = chosenEnd(query.to, null, named, from.value);
      if (!to.ok) return refused(reply, to.error);
      const fault = resourceOverEdges(query.to, to.value);
      if (fault !== null) return refused(reply, fault);
      const found = tellChokepoints(reach, {
        from: from.value,
        to: to.value,
        onlyProven: query.only === "proven",
      });
      const told = masksExternalIds ? { ...found, cut: found.cut.map(maskHop) } : found;
      return answer(reply, chokepointsAnswer(query.from, query.to, told));
    },
  );
}
