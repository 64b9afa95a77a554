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
        ...hop.guard.flatMap(broughtFor),
      ].join(" ");
  }
}

/** What a call has to bring for a condition, where the caller sets it. */
function broughtFor(term: GuardTerm): readonly string[] {
  if (!asksFor(term)) return [];
  const key = term.key.toLowerCase();
  const tag = /^aws:requesttag\/(.*)$/i.exec(term.key)?.[1];
  if (tag !== undefined) return [filledCommand("--tags {tag}", { tag: `Key=${tag},Value=VALUE` })];
  switch (key) {
    case "sts:externalid":
      return ["--external-id EXTERNAL_ID"];
    case "sts:sourceidentity":
      return ["--source-identity SOURCE_IDENTITY"];
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
