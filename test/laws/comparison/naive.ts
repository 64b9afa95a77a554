/**
 * One request against one policy's statements, as simply as it can be said: regular expressions, one value after the
 * other, nothing prepared. It shares no code with the product; the laws hold the product to it.
 */
export type NaiveRequest = {
  /** An ARN, a service, `anonymous`, or an identity provider. Session ARNs come with their role. */
  readonly principal: string | { readonly federated: string };
  readonly role?: string | undefined;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
};

export type NaivePolicy = {
  readonly Version?: string;
  readonly Statement: readonly NaiveStatement[];
};

type Texts = string | readonly string[];
type Principals = "*" | Readonly<Record<string, Texts>>;

export type NaiveStatement = {
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: Principals;
  readonly NotPrincipal?: Principals;
  readonly Action?: Texts;
  readonly NotAction?: Texts;
  readonly Resource?: Texts;
  readonly NotResource?: Texts;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Texts>>>>;
};

/** Null: AWS does not say. */
export type Truth = boolean | null;

const listOf = (texts: Texts): readonly string[] => (typeof texts === "string" ? [texts] : texts);
export const not = (truth: Truth): Truth => (truth === null ? null : !truth);
export const any = (truths: readonly Truth[]): Truth =>
  truths.includes(true) ? true : truths.includes(null) ? null : false;
export const all = (truths: readonly Truth[]): Truth => not(any(truths.map(not)));

/** `matched`: some Allow matches, denied or not. */
export type NaiveAnswer = { readonly allowed: Truth; readonly denied: Truth; readonly matched: Truth };

export function naively(policy: NaivePolicy, request: NaiveRequest): NaiveAnswer {
  const matched = (effect: "Allow" | "Deny"): Truth =>
    any(
      policy.Statement.filter((statement) => statement.Effect === effect).map((statement) =>
        matches(statement, policy.Version === "2012-10-17", request),
      ),
    );
  const [allow, denied] = [matched("Allow"), matched("Deny")];
  return { allowed: all([allow, not(denied)]), denied, matched: allow };
}

function matches(statement: NaiveStatement, variables: boolean, request: NaiveRequest): Truth {
  const { Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition } = statement;
  const acts = (texts: Texts): Truth =>
    any(listOf(texts).map((text) => glob(text.toLowerCase(), request.action.toLowerCase())));
  const resources = (texts: Texts): Truth =>
    any(listOf(texts).map((text) => resourceMatches(text, variables, request)));
  return all([
    Principal === undefined ? true : named(Principal, request),
    NotPrincipal === undefined ? true : not(named(NotPrincipal, request)),
    Action === undefined ? not(acts(NotAction ?? [])) : acts(Action),
    Resource !== undefined
      ? resources(Resource)
      : NotResource !== undefined
        ? not(resources(NotResource))
        : true,
    ...Object.entries(Condition ?? {}).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => holds(operator, key, listOf(values), variables, request)),
    ),
  ]);
}

function glob(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", "[^]*").replaceAll("?", "[^]")}$`, "u").test(text);
}

function named(principals: Principals, { principal, role }: NaiveRequest): Truth {
  if (principals === "*") return true;
  return any(
    Object.entries(principals).flatMap(([type, values]) =>
      listOf(values).map((value): Truth => {
        if (value === "*") return true;
        if (type === "Federated") return typeof principal !== "string" && principal.federated === value;
        if (typeof principal !== "string") return false;
        if (type === "Service") return principal === value;
        const account = principal.split(":")[4];
        if (/^\d{12}$/.test(value)) return account === value;
        if (/^arn:aws:iam::\d{12}:root$/.test(value)) return account === value.split(":")[4];
        return value === principal || value === role;
      }),
    ),
  );
}

/** The pattern with its variables' values put in; wildcards in those are literal. Null: a variable has none. */
function filled(text: string, request: NaiveRequest): string | null {
  let missing = false;
  const result = text.replace(/\$\{([^}]*)\}/g, (_, inner: string) => {
    if (inner === "*" || inner === "?" || inner === "$") return literal(inner);
    const [, key = "", , fallback] = /^([^,]*)(\s*,\s*'(.*)')?$/.exec(inner) ?? [];
    const values = valuesOf(key.trim(), request);
    const value = values?.length === 1 ? values[0] : values === null ? fallback : undefined;
    if (value === undefined) missing = true;
    return literal(value ?? "");
  });
  return missing ? null : result;
}

/** Wildcard characters of a literal, hidden from the glob. */
const hidden: Readonly<Record<string, string>> = { "*": "\ue000", "?": "\ue001" };
function literal(text: string): string {
  return text.replace(/[*?]/g, (character) => hidden[character] ?? character);
}

function globHidden(pattern: string, text: string): boolean {
  return glob(pattern, literal(text).replaceAll("\ue000", "\ue000"));
}

function arn(pattern: string, text: string): boolean {
  if (!/^arn:([^:]*:){4}/.test(text)) return false;
  if (pattern === "*") return true;
  const split = (whole: string): readonly string[] => {
    const parts = whole.split(":");
    return [...parts.slice(0, 5), parts.slice(5).join(":")];
  };
  return split(pattern).every((part, index) => globHidden(part, split(text)[index] ?? ""));
}

function resourceMatches(text: string, variables: boolean, request: NaiveRequest): Truth {
  if (text === "*") return true;
  const pattern = variables ? filled(text, request) : text;
  return pattern !== null && arn(pattern, request.resource);
}

/** Null: absent. */
function valuesOf(key: string, request: NaiveRequest): readonly string[] | null {
  const lower = key.toLowerCase();
  for (const [name, values] of Object.entries(request.context)) {
    if (name.toLowerCase() === lower) return values.length === 0 && values !== "" ? null : listOf(values);
  }
  const { principal, role } = request;
  if (typeof principal !== "string") return null;
  if (!principal.startsWith("arn:")) {
    return principal === "anonymous" && /^aws:(principalaccount|userid)$/.test(lower)
      ? ["anonymous"]
      : principal === "anonymous" && lower === "aws:principaltype"
        ? ["Anonymous"]
        : null;
  }
  if (lower === "aws:principalarn") return [role ?? principal];
  if (lower === "aws:principalaccount") return [principal.split(":")[4] ?? ""];
  const isUser = principal.includes(":user/");
  if (lower === "aws:username") return isUser ? [principal.slice(principal.lastIndexOf("/") + 1)] : null;
  if (lower === "aws:principaltype") {
    if (principal.endsWith(":root")) return ["Account"];
    return [isUser ? "User" : principal.includes(":federated-user/") ? "FederatedUser" : "AssumedRole"];
  }
  if (lower === "aws:userid" && principal.endsWith(":root")) return [principal.split(":")[4] ?? ""];
  return null;
}

function holds(
  name: string,
  key: string,
  wanted: readonly string[],
  variables: boolean,
  request: NaiveRequest,
): Truth {
  const [, quantifier, operator = "", ifExists] = /^(?:(For\w+):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  const values = valuesOf(key, request);
  if (operator === "Null") return wanted.some((text) => (text === "true") === (values === null));
  const negated = operator.includes("Not");
  if (values === null) {
    return ifExists !== undefined || quantifier === "ForAllValues" || (quantifier === undefined && negated);
  }
  const positive = operator.replace("Not", "");
  const one = (value: string): Truth => {
    const truth = any(wanted.map((text) => compare(positive, text, value, variables, request)));
    return negated ? not(truth) : truth;
  };
  if (quantifier === "ForAnyValue") return any(values.map(one));
  if (quantifier === undefined && values.length > 1) return null;
  return all(values.map(one));
}

function compare(
  operator: string,
  wanted: string,
  value: string,
  variables: boolean,
  request: NaiveRequest,
): Truth {
  const takesText = /^(String|Arn)/.test(operator);
  const text = variables && takesText ? filled(wanted, request) : wanted;
  if (text === null) return false;
  switch (operator) {
    case "StringEquals":
      return unhidden(text) === value;
    case "StringEqualsIgnoreCase":
      return unhidden(text).toLowerCase() === value.toLowerCase();
    case "StringLike":
      return globHidden(text, value);
    case "ArnEquals":
    case "ArnLike":
      return arn(text, value);
    case "Bool":
      return text.toLowerCase() === value.toLowerCase();
    case "IpAddress":
      return inBlock(text, value);
    default:
      return inOrder(operator, text, value);
  }
}

function unhidden(text: string): string {
  return text.replaceAll("\ue000", "*").replaceAll("\ue001", "?");
}

function inOrder(operator: string, wanted: string, value: string): Truth {
  const isDate = operator.startsWith("Date");
  const read = (text: string): number =>
    isDate && !/^[\d.]+$/.test(text) ? Date.parse(text) : Number(text) * (isDate ? 1000 : 1);
  const [a, b] = [read(value), read(wanted)];
  if (Number.isNaN(a) || Number.isNaN(b)) return null;
  switch (operator.replace(/^(Date|Numeric)/, "")) {
    case "Equals":
      return a === b;
    case "LessThan":
      return a < b;
    case "LessThanEquals":
      return a <= b;
    case "GreaterThan":
      return a > b;
    case "GreaterThanEquals":
      return a >= b;
    default:
      throw new Error(`no such operator: ${operator}`);
  }
}

/** IPv4 only: the vocabulary of the laws has no other blocks that overlap. */
function inBlock(block: string, address: string): Truth {
  const [network = "", bits = "32"] = block.split("/");
  if (network.includes(":") !== address.includes(":")) return false;
  if (address.includes(":")) return null;
  const number = (text: string): number => text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  return Math.floor(number(network) / size) === Math.floor(number(address) / size);
}
