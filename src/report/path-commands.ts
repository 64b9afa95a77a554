/** The AWS CLI calls by which an authorized tester would confirm a hop. AccessLens runs none of them, ever. */
import type { GuardTerm } from "../authz/types.ts";
import { splitArn } from "../model/index.ts";
import type { ToldHop } from "../work/told-paths.ts";
import { accessCall } from "./access-calls.ts";
import { filledCommand } from "./shell.ts";

/** To be printed above them. */
export const commandsWarning: readonly string[] = [
  "AccessLens prints these calls and never runs them. Run them only where you are authorized to test:",
  "some change permissions or data. Words in capitals are yours to fill in; each hop needs the credentials",
  "that the hop before it gave.",
];

export function hopCommands(hop: ToldHop): readonly string[] {
  const { cause } = hop;
  switch (cause.kind) {
    case "entrance":
      return [assumption(hop, cause.entrance.grant.action)];
    case "assume":
      return [assumption(hop, "sts:AssumeRole")];
    case "technique": {
      const values = techniqueValues(hop);
      return (hop.how?.commands ?? []).map((command) =>
        filledCommand(inPartition(command, splitArn(hop.to)?.partition ?? "aws"), values),
      );
    }
    case "access": {
      const { action, target } = cause.access;
      return [accessCall(action, target.arn, target.account)];
    }
  }
}

function assumption(hop: ToldHop, action: string): string {
  const values = {
    role: hop.to,
    session: contextOf(hop, "sts:rolesessionname") ?? "NAME",
    provider: providerOf(hop),
  };
  switch (action) {
    case "sts:AssumeRoleWithWebIdentity":
      return filledCommand(
        "aws sts assume-role-with-web-identity --role-arn {role} --role-session-name {session} --web-identity-token file://TOKEN",
        values,
      );
    case "sts:AssumeRoleWithSAML":
      return filledCommand(
        "aws sts assume-role-with-saml --role-arn {role} --principal-arn {provider} --saml-assertion file://ASSERTION",
        values,
      );
    default:
      return [
        filledCommand("aws sts assume-role --role-arn {role} --role-session-name {session}", values),
        ...broughtBy(hop),
      ].join(" ");
  }
}

/** For its own conditions, and for what later hops of the way ask of the session that it makes. */
function broughtBy({ guard, session }: ToldHop): readonly string[] {
  const terms = [...(session?.sets ?? []), ...guard].filter(asksFor);
  // The CLI takes the last of an option that is given twice.
  const tags = new Map<string, string>();
  const transitive = new Set<string>();
  for (const { key, operator, values } of terms) {
    const tag = /^aws:requesttag\/(.*)$/is.exec(key)?.[1];
    const value = operator === "StringEquals" ? values[0] : undefined;
    if (tag !== undefined && (value !== undefined || !tags.has(tag))) tags.set(tag, value ?? "VALUE");
    if (/^sts:transitivetagkeys$/i.test(key)) for (const name of values) transitive.add(name);
  }
  return [
    ...listed(
      "--tags",
      [...tags].map(([key, value]) => `Key=${key},Value=${value}`),
    ),
    ...listed("--transitive-tag-keys", [...transitive]),
    ...new Set(terms.flatMap(broughtFor)),
  ];
}

function listed(option: string, words: readonly string[]): readonly string[] {
  if (words.length === 0) return [];
  return [[option, ...words.map((word) => filledCommand("{word}", { word }))].join(" ")];
}

/** What a call has to bring for a condition that asks for it, besides tags. */
function broughtFor({ key, operator, values }: GuardTerm): readonly string[] {
  switch (key.toLowerCase()) {
    case "sts:externalid":
      return ["--external-id EXTERNAL_ID"];
    case "sts:sourceidentity": {
      const [identity] = operator === "StringEquals" ? values : [];
      return identity === undefined
        ? ["--source-identity SOURCE_IDENTITY"]
        : [filledCommand("--source-identity {identity}", { identity })];
    }
    case "aws:multifactorauthpresent":
      return ["--serial-number MFA_DEVICE --token-code CODE"];
    default:
      return [];
  }
}

/** Whether the key has to be there: what excludes values, or holds without the key, asks for nothing. */
function asksFor({ operator, values }: GuardTerm): boolean {
  if (/^null/i.test(operator)) return values.every((value) => value.toLowerCase() === "false");
  return !/^ForAllValues:|Not|IfExists$/i.test(operator);
}

function contextOf({ requests }: ToldHop, key: string): string | undefined {
  const found = Object.entries(requests[0]?.context ?? {}).find(([name]) => name.toLowerCase() === key)?.[1];
  return typeof found === "string" ? found : found?.[0];
}

function providerOf({ requests, from }: ToldHop): string {
  const principal = requests[0]?.principal;
  return typeof principal === "object" ? principal.federated : from;
}

function techniqueValues({ to, means }: ToldHop): Readonly<Record<string, string>> {
  const { account = "" } = splitArn(to) ?? {};
  const [thing = ""] = means;
  return {
    target: to,
    "target.name": nameIn(to),
    workload: thing,
    "workload.name": nameIn(thing),
    policy: means.find((arn) => /:policy\//.test(arn)) ?? "",
    // It is written last.
    boundary: means.findLast((arn) => /:policy\//.test(arn)) ?? "",
    "group.name": nameIn(means.find((arn) => /:group\//.test(arn)) ?? ""),
    account,
    region: splitArn(thing)?.region ?? "",
  };
}

/** What stands after the last slash or colon. */
function nameIn(arn: string): string {
  return arn.slice(Math.max(arn.lastIndexOf("/"), arn.lastIndexOf(":")) + 1);
}

function inPartition(command: string, partition: string): string {
  return command.replaceAll("arn:aws:iam::aws:", `arn:${partition}:iam::aws:`);
}
