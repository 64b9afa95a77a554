/** Ways in words: one line each, and a sentence for every hop. Texts are as they came; whoever prints them neutralises. */
import type { Party } from "../authz/types.ts";
import { splitArn } from "../model/index.ts";
import type { ToldHop, ToldPath } from "../work/told-paths.ts";
import { displayWidth } from "./layout.ts";

/** An account's name, where one is known. */
export type AccountNames = (account: string) => string | null;

/** What the last principal of a way is: `administrator of acme-prod (123456789012)`, and shorter. */
export type PathEndText = { readonly long: string; readonly short: string };

/**
 * `acme-dev:user/ada → acme-prod:role/deploy –s3:GetObject→ s3:ledger`, in at most so many columns (0: as many as it takes):
 * accounts that repeat go first, then those in the middle, then all, then whole hops, at last the middle of the text.
 */
export function pathLine(
  path: ToldPath,
  end: PathEndText | null,
  names: AccountNames,
  columns: number,
): string {
  const steps = stepsOf(path, names);
  const isNew = (at: number): boolean => steps[at]?.account !== steps[at - 1]?.account;
  const isInner = (at: number): boolean => at > 0 && at < steps.length - 1;
  const long = end === null ? "" : ` = ${end.long}`;
  const short = end === null ? "" : ` = ${end.short}`;
  const lines = [
    lineOf(steps, () => true) + long,
    lineOf(steps, isNew) + long,
    lineOf(steps, isNew) + short,
    lineOf(steps, (at) => !isInner(at) && isNew(at)) + short,
    lineOf(steps, () => false) + short,
    ...(steps.length > 3 ? [lineOf(shortened(steps), () => false) + short] : []),
  ];
  const fits = (text: string): boolean => columns === 0 || displayWidth(text) <= columns;
  return lines.find(fits) ?? cut(lines.at(-1) ?? "", columns);
}

type Step = { readonly arrow: string; readonly account: string | null; readonly name: string };

function stepsOf({ from, hops }: ToldPath, names: AccountNames): readonly Step[] {
  const steps: Step[] = [{ arrow: "", ...shortName(from, names) }];
  for (const hop of hops) {
    const how = hop.cause.kind === "access" ? hop.cause.access.action : hop.how === null ? null : hop.how.id;
    const arrow = how === null ? " → " : ` –${how}→ `;
    steps.push(
      hop.from === hop.to ? { arrow, account: null, name: "itself" } : { arrow, ...shortName(hop.to, names) },
    );
  }
  return steps;
}

function lineOf(steps: readonly Step[], withAccount: (at: number) => boolean): string {
  return steps
    .map(
      ({ arrow, account, name }, at) =>
        `${arrow}${account !== null && withAccount(at) ? `${account}:` : ""}${name}`,
    )
    .join("");
}

function shortened(steps: readonly Step[]): readonly Step[] {
  const [first] = steps;
  const last = steps.at(-1);
  if (first === undefined || last === undefined) return steps;
  return [first, { arrow: " → ", account: null, name: `… ${steps.length - 2} more …` }, last];
}

/** The middle is left out: where a way starts and where it ends says most. */
function cut(text: string, columns: number): string {
  const before = Math.floor((columns - 1) / 2);
  const reversed = [...text].reverse();
  return `${within([...text], before).join("")}…${within(reversed, columns - 1 - before)
    .reverse()
    .join("")}`;
}

function within(characters: readonly string[], columns: number): string[] {
  const kept: string[] = [];
  let used = 0;
  for (const character of characters) {
    used += displayWidth(character);
    if (used > columns) break;
    kept.push(character);
  }
  return kept;
}

/** `role/deploy` of `acme-prod`; of other services `s3:ledger`. */
function shortName(id: string, names: AccountNames): Omit<Step, "arrow"> {
  const parts = splitArn(id);
  if (parts === null) return { account: null, name: id };
  const { service, account, resource } = parts;
  if (service === "organizations") return { account: null, name: "the organization" };
  const named = account === "" ? null : (names(account) ?? account);
  if (resource === "root") return { account: null, name: `account ${named ?? ""}` };
  if (service !== "iam" && service !== "sts") return { account: null, name: `${service}:${resource}` };
  const kind = resource.slice(0, resource.indexOf("/"));
  return { account: named, name: `${kind}/${resource.slice(resource.lastIndexOf("/") + 1)}` };
}

/** Who does what, as one sentence. */
export function hopSentence(hop: ToldHop): string {
  const { cause, to, how } = hop;
  switch (cause.kind) {
    case "entrance": {
      const { party, action } = cause.entrance.grant;
      const by = action === "sts:AssumeRole" ? "" : `, by ${action}`;
      return `${entering(party)} assumes the role ${to}${by}.`;
    }
    case "assume":
      return `${actor(hop)} assumes the role ${to}.`;
    case "technique":
      return how === null
        ? `${actor(hop)} comes to act as ${to}.`
        : `${actor(hop)} ${how.title}, and so ${gained(hop)} (${how.id}).`;
    case "access":
      return `${actor(hop)} calls ${cause.access.action} on ${cause.access.target.arn}.`;
  }
}

function actor({ from, cause }: ToldHop): string {
  if (from === "anyone") return "Anybody";
  const { account = "", resource } = splitArn(from) ?? {};
  if (resource !== "root") return from;
  return cause.kind === "access" && cause.access.node === null
    ? `Any principal of account ${account} that its own policies permit`
    : `An administrator of account ${account}`;
}

function entering(party: Party): string {
  switch (party.kind) {
    case "any-account":
      return "Anybody with an AWS account";
    case "account":
      return `Any principal of account ${party.account} that its own policies permit`;
    case "organization":
      return `Any principal of organization ${party.id} that its own policies permit`;
    case "organizational-unit":
      return `Any principal of organizational unit ${party.path} that its own policies permit`;
    case "federated":
      return party.provider === "*"
        ? "Whoever any identity provider vouches for"
        : `Whoever the identity provider ${party.provider} vouches for`;
    case "service":
      return `The service ${party.service}`;
    case "role":
    case "user":
    case "session":
      return party.arn;
  }
}

function gained({ how, to }: ToldHop): string {
  const left = "every permission that boundary and denials leave";
  switch (how?.gives.kind) {
    case "self":
      return how.gives.by === "joined-group" ? "has what the group has" : `gives itself ${left}`;
    case "new-administrator":
      return "makes an administrator";
    case "member-administrators":
      return `becomes administrator of account ${splitArn(to)?.account ?? ""}`;
    case "organization":
      return "controls what limits the organization's accounts";
    case "edited":
      return `acts as ${to} with ${left}`;
    default:
      return `acts as ${to}`;
  }
}
