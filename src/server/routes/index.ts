/** Every question that changes nothing. */
import type { FastifyInstance } from "fastify";
import type { Served } from "../served.ts";
import { addAsk } from "./ask.ts";
import { addDrift } from "./drift.ts";
import { addFindings } from "./findings.ts";
import { addLookUp } from "./look-up.ts";
import { addMap } from "./map.ts";
import { addOverview } from "./overview.ts";
import { addPolicies } from "./policies.ts";
import { addReach } from "./reach.ts";
import { addSearch } from "./search.ts";
import { addTrail } from "./trail.ts";
import { addTrust } from "./trust.ts";

export function addQuestions(server: FastifyInstance, served: Served): void {
  for (const add of [addOverview, addFindings, addTrust, addReach, addSearch, addMap, addLookUp, addPolicies])
    add(server, served);
  for (const add of [addAsk, addDrift, addTrail]) add(server, served);
}
