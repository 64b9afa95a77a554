/** The organization at a glance, and what was not read of it. */
import type { FastifyInstance } from "fastify";
import { accountsShape, overviewShape } from "../../work/overview-shape.ts";
import { answer } from "../answer.ts";
import { described } from "../described.ts";
import type { Served } from "../served.ts";

export function addOverview(server: FastifyInstance, { scan, overview }: Served): void {
  const { coverage, notes, findings } = scan;
  const { createdAt } = scan.engine.snapshot;
  const whole = { ...overview, findings: findings.counts, coverage, notes, createdAt };
  server.get(
    "/api/overview",
    {
      schema: described(
        { summary: "The organization at a glance, as `accesslens show overview`." },
        overviewShape,
      ),
    },
    (_, reply) => answer(reply, whole),
  );
  const { snapshot } = scan.engine;
  const accounts = snapshot.accounts.map(({ id, name, status, organizationPath, hasData }, index) => {
    const [first, end] = snapshot.roles.ofAccount(index);
    return { id, name, status, organizationPath, hasData, roles: end - first };
  });
  server.get(
    "/api/accounts",
    {
      schema: described(
        { summary: "All accounts, with their place in the organization and how many roles they hold." },
        accountsShape,
      ),
    },
    (_, reply) => answer(reply, { accounts, units: snapshot.organization?.units ?? [] }),
  );
}
