/** Who asks, as the guard at the door found out. */
import type { FastifyRequest } from "fastify";

export type Visitor = {
  /** `local`: whoever has the printed address; `team`: somebody who has signed in. */
  readonly mode: "local" | "team";
  /** A person's, for what they accept; null: not known. */
  readonly name: string | null;
  readonly may: { readonly accept: boolean };
};

/** Of a request that was let in. */
export type VisitorOf = (request: FastifyRequest) => Visitor;
