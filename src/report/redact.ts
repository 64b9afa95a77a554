/**
 * Takes out of a report who it is about: accounts, organization, units, principals, policies and resources get other names, the same
 * everywhere in the report, so that it can be read and followed without telling whose it is. What AWS itself and known vendors call
 * things stays, as do the words of the product. It works on texts, because names stand in sentences and in policies, too.
 */
import type { Snapshot } from "../model/index.ts";

export type Redaction = {
  text(text: string): string;
  /** Every text in it, however deep; what is a word of the product (a kind, a severity, an action…) stays. */
  value(value: unknown): unknown;
};

/** `isPublic`: of a vendor that publishes the account's id. `names`: of accounts besides the snapshot's. */
export function redactionOf(snapshot: Snapshot, isPublic: (account: string) => boolean): Redaction {
  return new Redactor(snapshot, isPublic);
}

/** Members whose values are words of AWS or of the product, never names that somebody gave. */
const plainMembers: ReadonlySet<string> = new Set([
  "accessLevel",
  "action",
  "capability",
  "controlledBy",
  "effect",
  "key",
  "kind",
  "layer",
  "mode",
  "operator",
  "over",
  "rule",
  "severity",
  "standing",
  "status",
  "technique",
  "via",
  "what",
]);

/** Words that say nothing about anybody, and stand in our own sentences. */
const plainWords: ReadonlySet<string> = new Set(
  `access account accounts admin administrator administrators all allow anyone assume audit aws chain default deny deploy dev
  development external false finding group identity infrastructure iam lambda log logs management network none organization outside policy
  prod production provider read readonly reader resource role roles root sandbox scan security service shared staging statement test
  testing the tooling trust true unit units user users workloads write`
    .split(/\s+/)
    .filter((word) => word !== ""),
);

class Redactor implements Redaction {
  readonly #isPublic: (account: string) => boolean;
  readonly #given = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  /** Names of one token, in lower case, to what stands for them. */
  readonly #tokens = new Map<string, string>();
  readonly #phrases: RegExp | null;
  readonly #phraseNames = new Map<string, string>();
  readonly #companies: RegExp | null;

  constructor(snapshot: Snapshot, isPublic: (account: string) => boolean) {
    this.#isPublic = isPublic;
    const phrases: string[] = [];
    const name = (kind: string, given: string | null) => {
      if (given === null || given.length < 3 || plainWords.has(given.toLowerCase())) return;
      const other = this.#standIn(kind, given.toLowerCase());
      if (isToken.test(given)) this.#tokens.set(given.toLowerCase(), other);
      else {
        phrases.push(given);
        this.#phraseNames.set(given.toLowerCase(), other);
      }
    };
    for (const unit of snapshot.organization?.units ?? []) name("unit", unit.name);
    for (const policy of snapshot.organization?.controlPolicies ?? [])
      if (policy.name !== "FullAWSAccess" && policy.name !== "RCPFullAWSAccess") name("policy", policy.name);
    for (const [index, account] of snapshot.accounts.entries()) {
      name("account", account.name);
      name("address", account.email);
      const data = snapshot.accountData(index);
      for (const user of data?.users ?? []) name("user", user.name);
      for (const group of data?.groups ?? []) name("group", group.name);
      for (const policy of data?.managedPolicies ?? [])
        if (!policy.arn.includes(":iam::aws:")) name("policy", policy.name);
      for (const arn of data?.samlProviders ?? []) {
        const given = arn.split("/").at(-1) ?? "";
        if (!isOfAws(given)) name("provider", given);
      }
      for (const { url } of data?.oidcProviders ?? [])
        if (!isPublicIssuer(url)) name("provider", hostOf(url));
      for (const { arn } of data?.resources ?? []) for (const part of namesIn(arn)) name("resource", part);
    }
    const { roles } = snapshot;
    for (let role = 0; role < roles.count; role++) {
      if (!roles.path(role).startsWith("/aws-service-role/")) name("role", roles.name(role));
    }
    const { inlineName, texts } = roles.columns;
    for (const at of inlineName) name("policy", texts.at(at));
    this.#phrases = anyOf(phrases);
    this.#companies = anyOf(sharedBeginnings(snapshot.accounts.map((account) => account.name ?? "")));
  }

  text(text: string): string {
    const principals = text.replaceAll(
      principalArns,
      (found, start: string, account: string, names: string) =>
        this.#isPublic(account) ? found : `${start}${this.#named(names)}`,
    );
    const phrases =
      this.#phrases === null
        ? principals
        : principals.replace(this.#phrases, (found) => this.#phraseNames.get(found.toLowerCase()) ?? found);
    const named = phrases
      // Names first: ids stand in some of them.
      .replaceAll(tokens, (found) => this.#token(found))
      .replaceAll(identifiers, (found) => this.#identifier(found))
      .replaceAll(subjects, (_, kind: string, names: string) => {
        const others = names
          .split("/")
          .map((name) => name.replaceAll(/[^*?]+/g, (part) => this.#standIn("name", part)));
        return `${kind}:${others.join("/")}`;
      });
    return this.#companies === null
      ? named
      : named.replace(this.#companies, (found) => this.#standIn("company", found.toLowerCase()));
  }

  value(value: unknown): unknown {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return value.map((one) => this.value(one));
    if (typeof value !== "object" || value === null) return value;
    const members = Object.entries(withoutNotes(value)).map(([member, inner]) => [
      // What names a part of an answer is ours; a condition key or an id that stands there is not.
      /[:\d]/.test(member) ? this.text(member) : member,
      plainMembers.has(member) && typeof inner === "string" && !isIssuersKey(inner)
        ? inner
        : this.value(member === "acceptance" ? withoutWords(inner) : inner),
    ]);
    return Object.fromEntries(members);
  }

  /** Of a principal or provider that the snapshot need not hold; found by its name alone from then on, unless that is a word. */
  #named(names: string): string {
    const others = names.split("/").map((part) => {
      const key = part.toLowerCase();
      if (
        part.length < 3 ||
        plainWords.has(key) ||
        isOfAws(part) ||
        isPublicIssuer(part) ||
        this.#tokens.has(key)
      )
        return part;
      const other = this.#standIn("name", key);
      // A word may stand in our own sentences and answers, too.
      if (!/^[A-Za-z]?[a-z]+$/.test(part)) this.#tokens.set(key, other);
      return other;
    });
    return others.join("/");
  }

  #token(found: string): string {
    const whole = this.#tokens.get(found.toLowerCase());
    if (whole !== undefined) return whole;
    // In prose a name may be followed by a full stop or a comma.
    const end = /[.,=@+-]+$/.exec(found)?.[0] ?? "";
    const inner = end === "" ? undefined : this.#tokens.get(found.slice(0, -end.length).toLowerCase());
    return inner === undefined ? found : `${inner}${end}`;
  }

  #identifier(found: string): string {
    if (/^\d{12}$/.test(found)) return this.#isPublic(found) ? found : this.#standIn("id", found);
    if (found.startsWith("o-")) return this.#standIn("o", found);
    if (found.startsWith("ou-")) return this.#standIn("ou", found);
    if (found.startsWith("r-")) return this.#standIn("r", found);
    if (found.endsWith("@redacted.invalid")) return found;
    if (found.includes("@")) return this.#standIn("address", found.toLowerCase());
    return this.#standIn(found.slice(0, 4), found);
  }

  /** The same for the same name, numbered as they come. */
  #standIn(kind: string, name: string): string {
    const key = `${kind} ${name}`;
    let other = this.#given.get(key);
    if (other === undefined) {
      const number = (this.#counts.get(kind) ?? 0) + 1;
      this.#counts.set(kind, number);
      other = written(kind, number);
      this.#given.set(key, other);
    }
    return other;
  }
}

/** Why something is accepted, and who said so, are words of people's own. */
function withoutWords(acceptance: unknown): unknown {
  return typeof acceptance !== "object" || acceptance === null
    ? acceptance
    : { ...acceptance, reason: "not told", owner: null };
}

/** What owners wrote at a role is about them: its tags, its description and its path, which its ARN has under another name. */
function withoutNotes(value: object): object {
  return "trustPolicy" in value && "tags" in value
    ? { ...value, tags: [], description: null, path: "not told" }
    : value;
}

function written(kind: string, number: number): string {
  switch (kind) {
    case "id":
      return String(number).padStart(12, "0");
    case "o":
      return `o-${String(number).padStart(10, "0")}`;
    case "ou":
      return `ou-0000-${String(number).padStart(8, "0")}`;
    case "r":
      return `r-${String(number).padStart(4, "0")}`;
    case "address":
      return `address-${number}@redacted.invalid`;
    default:
      return /^A[A-Z0-9]{3}$/.test(kind) ? `${kind}${String(number).padStart(17, "0")}` : `${kind}-${number}`;
  }
}

/** Account ids, ids of organizations, units, roots and principals, and addresses of mail. */
const identifiers =
  /(?<!\d)\d{12}(?!\d)|(?<![\w-])(?:o-[a-z0-9]{10,32}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32}|A[A-Z]{3}[A-Z0-9]{17})(?![\w-])|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

/** Principals, providers and policies of IAM: up to the name, the account, and the name with its path. */
const principalArns =
  /(arn:[\w-]+:(?:iam|sts)::(\d{12}):(?:role|user|group|policy|instance-profile|saml-provider|oidc-provider|assumed-role|federated-user)\/)([\w+=,.@/-]+)/g;

/** What AWS itself calls so, in paths and names. */
function isOfAws(name: string): boolean {
  return /^(?:aws-reserved|aws-service-role|service-role|AWSServiceRoleFor\w*|AWSSSO_\w+|(?:[\w-]+\.)*amazonaws\.com(?:\.cn)?)$/.test(
    name,
  );
}

/** A condition key that begins with a host. */
function isIssuersKey(word: string): boolean {
  return /^[\w-]+\.[\w./-]+:/.test(word);
}

/** Issuers that everybody shares say nothing about who trusts them. */
function isPublicIssuer(issuer: string): boolean {
  const host = hostOf(issuer).toLowerCase();
  return (
    ["token.actions.githubusercontent.com", "gitlab.com", "app.terraform.io", "accounts.google.com"].includes(
      host,
    ) || host.endsWith(".amazonaws.com")
  );
}

function hostOf(issuer: string): string {
  return issuer.split("/")[0] ?? issuer;
}

/** Subjects of build services: whose repository, project or workspace it is. */
const subjects = /\b(repo|organization|project|workspace|project_path|pool|context_id)s?:([^\s:"'\\,;]{3,})/g;

/** A company's name mostly begins the names of its accounts, and then stands within other names, too. */
function sharedBeginnings(names: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const name of names) {
    const first = /^[a-z0-9]{4,}(?=[-_. ])/i.exec(name)?.[0].toLowerCase();
    if (first !== undefined && !plainWords.has(first)) counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count >= 3).map(([name]) => name);
}

/** Longer ones first: one name may be the beginning of another. Null: there are none. */
function anyOf(texts: readonly string[]): RegExp | null {
  const escaped = texts
    .toSorted((a, b) => b.length - a.length)
    .map((one) => one.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return escaped.length === 0 ? null : new RegExp(escaped.join("|"), "gi");
}

/** What IAM allows in names. */
const tokens = /[\w+=,.@-]{3,}/g;
const isToken = /^[\w+=,.@-]+$/;

/** Of a resource: what its owner named it. */
function namesIn(arn: string): readonly string[] {
  const resource = arn.split(":").slice(5).join(":");
  return resource
    .split(/[:/]/)
    .filter((part) => part.length >= 3 && isToken.test(part) && !plainParts.has(part.toLowerCase()));
}

/** Types that stand before names. */
const plainParts: ReadonlySet<string> = new Set([
  "function",
  "key",
  "secret",
  "table",
  "repository",
  "domain",
  "stack",
  "layer",
  "instance",
  "vault",
  "backup-vault",
  "event-bus",
  "rule",
  "cluster",
  "queue",
  "topic",
  "accesspoint",
  "log-group",
  "parameter",
  "document",
  "snapshot",
  "image",
  "alias",
  "project",
  "stream",
  "restapis",
  "identity",
  "file-system",
  "database",
  "catalog",
]);
