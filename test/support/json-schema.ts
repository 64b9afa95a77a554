/** Judges values by our JSON Schemas, apart from any library: as much of JSON Schema as they use. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

type Rule = Readonly<Record<string, unknown>>;

function isRule(value: unknown): value is Rule {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function ruleOf(value: unknown): Rule {
  return isRule(value) ? value : {};
}

/** What is wrong with a value, as sentences. */
export type SchemaJudge = (value: unknown) => readonly string[];

/** `isClosed`: members that the schema does not describe are faults as well, so that nothing stays undescribed. */
export function schemaJudge(name: string, { isClosed }: { readonly isClosed: boolean }): SchemaJudge {
  const path = join(import.meta.dirname, "../../schemas", name);
  const schema = ruleOf(JSON.parse(readFileSync(path, "utf8")));
  const definitions = ruleOf(schema.$defs);

  function faults(value: unknown, rule: Rule, at: string): readonly string[] {
    const list = (member: string): readonly unknown[] => {
      const found = rule[member];
      return Array.isArray(found) ? found : [];
    };
    if (typeof rule.$ref === "string") {
      return faults(value, ruleOf(definitions[rule.$ref.slice("#/$defs/".length)]), at);
    }
    if (rule.anyOf !== undefined) {
      const all = list("anyOf").map((inner) => faults(value, ruleOf(inner), at));
      return all.toSorted((a, b) => a.length - b.length)[0] ?? [];
    }
    if (rule.const !== undefined) return value === rule.const ? [] : [`${at} is not ${rule.const}`];
    if (rule.enum !== undefined) return list("enum").includes(value) ? [] : [`${at} is not of the enum`];
    if (Array.isArray(rule.type)) {
      const all = list("type").map((type) => faults(value, { ...rule, type }, at));
      return all.toSorted((a, b) => a.length - b.length)[0] ?? [];
    }
    switch (rule.type) {
      case "null":
        return value === null ? [] : [`${at} is not null`];
      case "number":
        return typeof value === "number" ? [] : [`${at} is no number`];
      case "boolean":
        return typeof value === "boolean" ? [] : [`${at} is no boolean`];
      case "integer":
        return Number.isInteger(value) && Number(value) >= Number(rule.minimum)
          ? []
          : [`${at} is no such integer`];
      case "string":
        if (typeof value !== "string") return [`${at} is no string`];
        if (value.length < Number(rule.minLength ?? 0)) return [`${at} is too short`];
        return typeof rule.pattern !== "string" || new RegExp(rule.pattern).test(value)
          ? []
          : [`${at}: pattern`];
      case "array":
        if (!Array.isArray(value)) return [`${at} is no array`];
        return value.flatMap((item, index) =>
          faults(item, ruleOf(list("prefixItems")[index] ?? rule.items), `${at}[${index}]`),
        );
      case "object": {
        if (!isRule(value)) return [`${at} is no object`];
        const members = ruleOf(rule.properties);
        const missing = list("required").filter((member) => !Object.hasOwn(value, String(member)));
        return [
          ...missing.map((member) => `${at}.${member} is missing`),
          ...Object.entries(value).flatMap(([member, inner]) => {
            if (Object.hasOwn(members, member)) {
              return faults(inner, ruleOf(members[member]), `${at}.${member}`);
            }
            const others = rule.additionalProperties;
            if (others === false) return [`${at}.${member} is not allowed`];
            if (Object.keys(ruleOf(others)).length > 0)
              return faults(inner, ruleOf(others), `${at}.${member}`);
            return isClosed && rule.properties !== undefined ? [`${at}.${member} is not described`] : [];
          }),
        ];
      }
      default:
        return [`${at}: the schema says nothing`];
    }
  }

  return (value) => faults(value, schema, "");
}
