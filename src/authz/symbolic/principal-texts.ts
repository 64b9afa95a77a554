/**
 * Every caller as one text, so that who calls is one dimension of the algebra, and conditions on `aws:PrincipalArn` and
 * `aws:PrincipalAccount`, which follow from the caller, are patterns of the same dimension (IAM-SEMANTICS 12–20).
 *
 * IAM principals: the session's name (empty where the principal is no role session), a bar, and what `aws:PrincipalArn` is
 * worth: the role's ARN for a session (IAM-SEMANTICS 20). Others: a word, a space, and the name; anonymous is one word.
 * INVARIANT: session names hold no bar, so the first bar divides.
 */
import { glob } from "../../logic/index.ts";
import type { Pattern, PatternElement } from "../../logic/types.ts";
import { splitArn } from "../../model/index.ts";

export const principalDimension = "principal";

const bar = "|";
const anySession: readonly PatternElement[] = [
  { kind: "many", except: bar },
  { kind: "text", text: bar },
];
const notSession: readonly PatternElement[] = [{ kind: "text", text: bar }];

export const anonymousText = "anonymous";

export function serviceText(service: string): string {
  return `service ${service}`;
}

export function federatedText(provider: string): string {
  return `federated ${provider}`;
}

function pattern(...elements: readonly PatternElement[]): Pattern {
  return { elements, ignoreCase: false };
}

function text(value: string): PatternElement {
  return { kind: "text", text: value };
}

/** The one caller; for session ARNs the role's path is not known, so that there are two patterns. */
export function exactPrincipal(value: string): readonly Pattern[] {
  return [pattern(text(value))];
}

/** Callers whose `aws:PrincipalArn` matches. */
export function withPrincipalArn(arn: Pattern): Pattern {
  return { elements: [...anySession, ...arn.elements], ignoreCase: arn.ignoreCase };
}

/** IAM principals of all kinds: those that have an `aws:PrincipalArn`. */
export const iamPrincipals: Pattern = pattern(...anySession, { kind: "many", except: null });

const colonFree: PatternElement = { kind: "many", except: ":" };

/** Principals of the accounts; of one partition where it is given. */
export function inAccounts(account: readonly PatternElement[], partition: string | null = null): Pattern {
  return pattern(
    ...anySession,
    text("arn:"),
    partition === null ? colonFree : text(partition),
    text(":"),
    colonFree,
    text("::"),
    ...account.map((element) => (element.kind === "text" ? element : { ...element, except: ":" })),
    text(":"),
    { kind: "many", except: null },
  );
}

/** Whom the ARN of an AWS principal names; null where that is nobody who could call. */
export function namedByArn(arn: string): readonly Pattern[] | null {
  const parts = splitArn(arn);
  if (parts === null) return null;
  const { partition, service, account, resource } = parts;
  if (service === "iam") {
    // The same as the account's id (IAM-SEMANTICS 12); an account lives in one partition.
    if (resource === "root") return [inAccounts([text(account)], partition)];
    if (resource.startsWith("user/")) return [pattern(...notSession, text(arn))];
    // A role stands for its sessions, whatever they are called.
    return resource.startsWith("role/") ? [pattern(...anySession, text(arn))] : null;
  }
  if (service !== "sts") return null;
  const [form, name = "", session = ""] = resource.split("/");
  if (form === "federated-user" && name !== "") return [pattern(...notSession, text(arn))];
  if (form !== "assumed-role" || name === "" || session === "") return null;
  const role = `${session}${bar}arn:${partition}:iam::${account}:role/`;
  return [
    pattern(text(`${role}${name}`)),
    pattern(text(role), { kind: "many", except: null }, text(`/${name}`)),
  ];
}

/** A principal with wildcards inside, which is not in AWS's grammar (IAM-SEMANTICS 15): at most these. */
export function widestNamed(value: string): readonly Pattern[] {
  const byArn = pattern(...anySession, ...glob(value).elements);
  const parts = splitArn(value);
  // A session's own ARN is no part of the text, so that only its plain form can be told from others.
  const form = parts?.resource.split("/") ?? [];
  if (parts?.service !== "sts" || form.length !== 3 || form[0] !== "assumed-role") {
    return parts !== null && !/[*?]/.test(parts.service) && parts.service !== "sts"
      ? [byArn]
      : [iamPrincipals];
  }
  const [, name = "", session = ""] = form;
  return [
    pattern(
      ...glob(session).elements.map((each) => (each.kind === "text" ? each : { ...each, except: bar })),
      text(`${bar}arn:`),
      ...withoutColons(parts.partition),
      text(":iam::"),
      ...withoutColons(parts.account),
      text(":role/"),
      { kind: "many", except: null },
      ...glob(name).elements,
    ),
  ];
}

function withoutColons(value: string): readonly PatternElement[] {
  return glob(value).elements.map((each) => (each.kind === "text" ? each : { ...each, except: ":" }));
}

const twelve: readonly PatternElement[] = Array.from({ length: 12 }, () => ({ kind: "one", except: ":" }));
const some: readonly PatternElement[] = [
  { kind: "one", except: null },
  { kind: "many", except: null },
];
const someBarFree: readonly PatternElement[] = [
  { kind: "one", except: bar },
  { kind: "many", except: bar },
];

/** The last component of a path is a name, and not empty. */
const path: readonly PatternElement[] = [
  { kind: "many", except: null },
  { kind: "one", except: "/" },
];

function iamArns(service: string, resource: string): readonly PatternElement[] {
  return [text("arn:aws"), colonFree, text(`:${service}::`), ...twelve, text(`:${resource}`)];
}

export const rootUsers: Pattern = pattern(...notSession, ...iamArns("iam", "root"));
export const users: Pattern = pattern(...notSession, ...iamArns("iam", "user/"), ...path);
export const federatedUsers: Pattern = pattern(...notSession, ...iamArns("sts", "federated-user/"), ...some);
export const roleSessions: Pattern = pattern(...someBarFree, text(bar), ...iamArns("iam", "role/"), ...path);

/** Federated users of the account, each of whom may be a session of any of its users. */
export function federatedUsersOf(partition: string, account: string): Pattern {
  return pattern(text(`${bar}arn:${partition}:sts::${account}:federated-user/`), ...some);
}

export const services: Pattern = pattern(text("service "), ...someBarFree);
export const federated: Pattern = pattern(text("federated "), ...someBarFree);
export const samlCallers: Pattern = pattern(
  text("federated "),
  { kind: "many", except: bar },
  text(":saml-provider/"),
  {
    kind: "many",
    except: bar,
  },
);

/** The texts that stand for somebody. */
export const callers: readonly Pattern[] = [
  pattern(text(anonymousText)),
  services,
  federated,
  users,
  pattern(...anySession, ...iamArns("iam", "role/"), ...path),
  rootUsers,
  federatedUsers,
];

export type CallerText =
  | { readonly kind: "iam"; readonly principal: string; readonly role: string | null }
  | { readonly kind: "federated"; readonly provider: string }
  /** A service's name, or `anonymous`. */
  | { readonly kind: "other"; readonly principal: string };

/** The caller as a request names it. */
export function callerOf(value: string): CallerText {
  const at = value.indexOf(bar);
  if (value.startsWith("service ")) return { kind: "other", principal: value.slice("service ".length) };
  if (value.startsWith("federated "))
    return { kind: "federated", provider: value.slice("federated ".length) };
  if (at < 0) return { kind: "other", principal: value };
  const arn = value.slice(at + 1);
  const session = value.slice(0, at);
  const parts = splitArn(arn);
  if (session === "" || parts === null) return { kind: "iam", principal: arn, role: null };
  const name = parts.resource.slice(parts.resource.lastIndexOf("/") + 1);
  return {
    kind: "iam",
    principal: `arn:${parts.partition}:sts::${parts.account}:assumed-role/${name}/${session}`,
    role: arn,
  };
}

/** The text of a caller who is stated: an ARN, a service, `anonymous`; `role` is a session's role with its path. */
export function textOfCaller(
  principal: string | { readonly federated: string },
  role: string | null = null,
): string {
  if (typeof principal !== "string") return federatedText(principal.federated);
  const parts = splitArn(principal);
  if (parts === null) return principal === anonymousText ? principal : serviceText(principal);
  const [form, name = "", session = ""] = parts.resource.split("/");
  if (parts.service !== "sts" || form !== "assumed-role") return `${bar}${principal}`;
  return `${session}${bar}${role ?? `arn:${parts.partition}:iam::${parts.account}:role/${name}`}`;
}

function ofAccount(account: string): readonly string[] {
  return [`${bar}arn:aws:iam::${account}:user/example`, `example${bar}arn:aws:iam::${account}:role/example`];
}

/** Callers that an example takes where they fit; `accounts` are those that the policies name. */
export function exampleCallers(accounts: Iterable<string>): readonly string[] {
  return [
    ...ofAccount("111122223333"),
    ...Array.from(accounts).flatMap(ofAccount),
    ...ofAccount("444455556666"),
    serviceText("ec2.amazonaws.com"),
    anonymousText,
  ];
}

export const exampleCaller = `${bar}arn:aws:iam::111122223333:user/example`;

/** What `aws:PrincipalArn` is worth for the caller; none where the key is absent. */
export function arnOfCaller(value: string): readonly string[] {
  const at = value.indexOf(bar);
  return at < 0 ? [] : [value.slice(at + 1)];
}
