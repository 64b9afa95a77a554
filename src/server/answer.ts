/** Answers as the command line gives them. */
import type { FastifyReply } from "fastify";
import { jsonLine } from "../report/plain.ts";
import type { NameFault } from "../work/named-in-snapshot.ts";

export function answer(reply: FastifyReply, value: unknown): FastifyReply {
  return written(reply, jsonLine(value));
}

/** `text`: JSON that is at hand already. */
export function written(reply: FastifyReply, text: string | Buffer): FastifyReply {
  return reply.type("application/json; charset=utf-8").send(text);
}

/** What a question names is not there, or it is worded wrongly. */
export function refused(
  reply: FastifyReply,
  { message, advice }: Pick<NameFault, "message" | "advice">,
): FastifyReply {
  return reply.code(400).send({ error: { message, advice } });
}
