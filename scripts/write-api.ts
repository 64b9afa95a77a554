/** Makes the description of the HTTP API, and the types of the browser's client from it: `npm run docs`. */
import openapiTypes, { astToString, type OpenAPI3 } from "openapi-typescript";
import { servedOf, startServer } from "../src/server/index.ts";
import { acceptedFile } from "../src/work/accepted-file.ts";
import { scanSnapshot } from "../src/work/scan.ts";
import { snapshotOf } from "../test/support/planned-organization.ts";

export const apiFile = "schemas/openapi.json";
export const apiTypesFile = "web/src/api/schema.ts";

/** Of a server over an organization of one account: what it can be asked does not depend on what it holds. */
export async function apiDescription(): Promise<string> {
  const snapshot = snapshotOf({ accounts: [{ id: "111111111111" }] });
  const settings = {
    accepted: acceptedFile("accesslens-suppressions.yaml"),
    masksExternalIds: true,
    where: "a snapshot",
  };
  const served = servedOf(scanSnapshot(snapshot, {}, { chains: true }), settings);
  const server = await startServer({ served, port: 0, version: "1", pages: new Map() });
  try {
    const opened = await fetch(server.url, { redirect: "manual" });
    const cookie = opened.headers.get("set-cookie")?.split(";")[0] ?? "";
    const answer = await fetch(new URL("/api/openapi.json", server.url), { headers: { cookie } });
    return `${JSON.stringify(await answer.json(), null, 2)}\n`;
  } finally {
    await server.close();
  }
}

export async function apiTypes(description: string): Promise<string> {
  const read: OpenAPI3 = JSON.parse(description);
  const types = astToString(await openapiTypes(read, { alphabetize: true }));
  return `/** Made from ${apiFile} by \`npm run docs\`: not to be edited. */\n${types}`;
}
