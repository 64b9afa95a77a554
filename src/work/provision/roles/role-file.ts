/** Reads a file that declares spoke roles, and what it refers to: policies in other files, external IDs wherever they are. */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Document, isNode } from "yaml";
import { err, isAccountId, isOrganizationId, ok, type Result, splitArn } from "../../../model/index.ts";
import { lineAndColumn } from "../../../policy/index.ts";
import type {
  DeclaredExternalId,
  DeclaredHub,
  DeclaredPrincipal,
  DeclaredRole,
  DeclaredTrust,
  PolicyName,
  RoleSet,
} from "../../../provision/roles/index.ts";
import { type FileFault, parseYamlDocument } from "../../yaml-file.ts";
import { type RoleSetFile, roleSetSchema } from "./role-schema.ts";

const guide = "docs/roles.md";

/** Where issued external IDs are looked up: by relationship, all that are accepted now (two while one is being replaced). */
export type ExternalIdRegistry = {
  accepted(relationship: string): Promise<Result<readonly string[], string>>;
};

export type RoleFileOptions = {
  /** Null: there is none. */
  readonly registry: ExternalIdRegistry | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
};

export async function readRoleSet(
  path: string,
  options: RoleFileOptions,
): Promise<Result<RoleSet, readonly FileFault[]>> {
  const text = textOf(path);
  if (!text.ok) {
    return err([
      { place: path, message: `can't be read: ${text.error}`, advice: "Check the path and its permissions." },
    ]);
  }
  return parseRoleSet(text.value, path, options);
}

export async function parseRoleSet(
  text: string,
  path: string,
  options: RoleFileOptions,
): Promise<Result<RoleSet, readonly FileFault[]>> {
  const parsed = parseYamlDocument(text, path, roleSetSchema, guide);
  if (!parsed.ok) return parsed;
  const { value, document } = parsed.value;
  const reader = new Reader(path, text, document, options);
  const roles: DeclaredRole[] = [];
  for (const [index, role] of value.roles.entries()) roles.push(await reader.role(role, ["roles", index]));
  const hubs = (value.hubs ?? []).flatMap((hub) => hubOf(hub, value.name));
  return reader.faults.length === 0 ? ok({ name: value.name, roles, hubs }) : err(reader.faults);
}

function hubOf(
  { principal, policy }: NonNullable<RoleSetFile["hubs"]>[number],
  set: string,
): readonly DeclaredHub[] {
  return principalOf(principal).flatMap((one) =>
    one.kind === "account" ? [] : [{ principal: one, policy: policy ?? `accesslens-assume-${set}` }],
  );
}

type RoleInFile = RoleSetFile["roles"][number];
type TrustInFile = RoleInFile["trust"][number];
type Path = readonly (string | number)[];

class Reader {
  readonly faults: FileFault[] = [];
  readonly #path: string;
  readonly #text: string;
  readonly #document: Document.Parsed;
  readonly #options: RoleFileOptions;

  constructor(path: string, text: string, document: Document.Parsed, options: RoleFileOptions) {
    this.#path = path;
    this.#text = text;
    this.#document = document;
    this.#options = options;
  }

  async role(role: RoleInFile, path: Path): Promise<DeclaredRole> {
    const { aws = [], account = [], inline = [], boundary } = role.permissions ?? {};
    const trust: DeclaredTrust[] = [];
    for (const [index, one] of role.trust.entries())
      trust.push(await this.#trust(one, [...path, "trust", index]));
    const { accounts = [], units = [], tags = {}, except = [] } = role.targets;
    return {
      name: role.name,
      path: role.path ?? "/",
      description: role.description ?? null,
      trust,
      policies: [...aws.map(named("aws")), ...account.map(named("account"))],
      inline: inline.map((one, index) => ({
        name: one.name,
        text: this.#policy(one, [...path, "permissions", "inline", index]),
      })),
      boundary: boundaryOf(boundary),
      maxSessionSeconds: role.session ?? 3600,
      tags: pairs(role.tags ?? {}),
      targets: {
        accounts: accounts.filter(isAccountId),
        units,
        tags: pairs(tags),
        except: except.filter(isAccountId),
      },
    };
  }

  async #trust(trust: TrustInFile, path: Path): Promise<DeclaredTrust> {
    const { organization, units = [], sessionTags = [], sourceIdentity } = trust;
    return {
      principals: trust.principals.flatMap(principalOf),
      organization: organization !== undefined && isOrganizationId(organization) ? organization : null,
      units,
      externalId: await this.#externalId(trust.externalId, [...path, "externalId"]),
      sessionTags: sessionTags.map(({ key, values = ["*"], required = true, transitive = false }) => ({
        ...{ key, values, required, transitive },
      })),
      sourceIdentity:
        sourceIdentity === undefined
          ? null
          : { values: sourceIdentity.values ?? ["*"], required: sourceIdentity.required ?? true },
    };
  }

  async #externalId(declared: TrustInFile["externalId"], path: Path): Promise<DeclaredExternalId> {
    if (declared === undefined) return { kind: "none" };
    if (declared.waived !== undefined) return { kind: "waived", reason: declared.waived };
    const found = await this.#lookUp(declared);
    if (!found.ok) {
      this.#fault(path, found.error, "Say where the external ID is, and let it be there.");
      return { kind: "none" };
    }
    const wrong = found.value.find((value) => !/^[\w+=,.@:/-]{2,1224}$/.test(value));
    if (wrong !== undefined || found.value.length === 0) {
      this.#fault(
        path,
        "it is no external ID: 2 to 1224 letters, digits and _+=,.@:/- in one line",
        "See docs/roles.md.",
      );
    }
    const { registry } = declared;
    return {
      ...{ kind: "stated", values: found.value },
      ...(registry === undefined ? {} : { relationship: registry }),
    };
  }

  async #lookUp(
    declared: NonNullable<TrustInFile["externalId"]>,
  ): Promise<Result<readonly string[], string>> {
    const { registry, file, environment, literal = "" } = declared;
    if (registry !== undefined) {
      return this.#options.registry === null
        ? err("external IDs that were issued are in a store: name it with --store")
        : this.#options.registry.accepted(registry);
    }
    if (file !== undefined) {
      const text = textOf(resolve(dirname(this.#path), file));
      return text.ok ? ok([text.value.trim()]) : err(`${file} can't be read: ${text.error}`);
    }
    if (environment === undefined) return ok([literal]);
    const value = this.#options.environment[environment];
    return value === undefined || value === "" ? err(`variable ${environment} is not set`) : ok([value]);
  }

  #policy(
    { policy, file }: { readonly policy?: object | undefined; readonly file?: string | undefined },
    path: Path,
  ): string {
    if (file === undefined) return JSON.stringify(policy ?? {});
    const text = textOf(resolve(dirname(this.#path), file));
    if (!text.ok) {
      this.#fault(
        [...path, "file"],
        `${file} can't be read: ${text.error}`,
        "Name a file with one policy as JSON.",
      );
      return "{}";
    }
    try {
      return JSON.stringify(JSON.parse(text.value));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      this.#fault([...path, "file"], `${file} is no JSON: ${reason}`, "Name a file with one policy as JSON.");
      return "{}";
    }
  }

  #fault(path: Path, message: string, advice: string): void {
    const node = this.#document.getIn(path, true);
    const offset = isNode(node) ? node.range?.[0] : undefined;
    const at = offset === undefined ? null : lineAndColumn(this.#text, offset);
    const place = at === null ? this.#path : `${this.#path}:${at.line}:${at.column}`;
    this.faults.push({ place, message: `${path.join(".")}: ${message}`, advice });
  }
}

function textOf(path: string): Result<string, string> {
  try {
    return ok(readFileSync(path, "utf8"));
  } catch (cause) {
    return err(cause instanceof Error ? cause.message : String(cause));
  }
}

const named =
  (owner: PolicyName["owner"]) =>
  (name: string): PolicyName => ({ owner, name });

function boundaryOf(
  boundary: "none" | { readonly aws?: string | undefined; readonly account?: string | undefined } | undefined,
): PolicyName | "none" | null {
  if (boundary === "none") return boundary;
  if (boundary?.aws !== undefined) return { owner: "aws", name: boundary.aws };
  return boundary?.account === undefined ? null : { owner: "account", name: boundary.account };
}

function pairs(record: Readonly<Record<string, string>>) {
  return Object.entries(record).map(([key, value]) => ({ key, value }));
}

/** The schema has checked the form. */
function principalOf(text: string): readonly DeclaredPrincipal[] {
  if (isAccountId(text)) return [{ kind: "account", account: text }];
  const parts = splitArn(text);
  if (parts === null || !isAccountId(parts.account)) return [];
  const { account, partition } = parts;
  if (parts.resource === "root") return [{ kind: "account", account }];
  return [{ kind: parts.resource.startsWith("user/") ? "user" : "role", arn: text, account, partition }];
}
