/** Ways ready to apply: commands as they are typed, and the files that they take. */
import { stringify } from "yaml";
import {
  type AdviceQuestion,
  type AdviceTarget,
  type AdvisedRole,
  isOfIdentityCenter,
} from "../../../provision/advice/index.ts";

export type ReadyFile = { readonly name: string; readonly what: string; readonly text: string };
/** `account`: whose credentials it takes. */
export type ReadyCommand = { readonly account: string; readonly command: string };
export type Ready = { readonly commands: readonly ReadyCommand[]; readonly files: readonly ReadyFile[] };

const roleFileName = "role.yaml";
const callerFileName = "caller-policy.json";

export function grantCommand(
  { caller, organization }: AdviceQuestion,
  target: AdviceTarget,
  more: { readonly resource?: string; readonly via?: "grant" } = {},
): ReadyCommand {
  const resource = more.resource ?? target.arn;
  const command = [
    `accesslens grant --principal ${quoted(caller.text)} --resource ${quoted(resource)}`,
    `--actions ${quoted(target.actions.join(","))}`,
    ...(organization === null ? [] : [`--org-id ${organization}`]),
    ...(target.region === null && more.resource === undefined ? [`--account ${target.account}`] : []),
    ...(more.via === undefined ? [] : [`--via ${more.via}`]),
    "--apply",
  ].join(" ");
  return { account: target.account, command };
}

/** The caller's own side: a policy, and how it is attached. */
export function callerSide({ caller }: AdviceQuestion, text: string | null): Ready {
  if (text === null) return { commands: [], files: [] };
  const what = `what ${caller.text === "*" ? "the callers" : caller.text} needs in policies of its own`;
  const files = [{ name: callerFileName, what, text: pretty(text) }];
  if ((caller.kind !== "role" && caller.kind !== "user") || isOfIdentityCenter(caller)) {
    return { commands: [], files };
  }
  const name = caller.text.slice(caller.text.lastIndexOf("/") + 1);
  const command =
    `aws iam put-${caller.kind}-policy --${caller.kind}-name ${quoted(name)} ` +
    `--policy-name accesslens-advice --policy-document file://${callerFileName}`;
  return { commands: [{ account: caller.account, command }], files };
}

export function accessPointCommand(
  { account }: AdviceTarget,
  { bucket, name, region }: { readonly bucket: string; readonly name: string; readonly region: string },
): ReadyCommand {
  const command =
    `aws s3control create-access-point --account-id ${account} --name ${name} ` +
    `--bucket ${quoted(bucket)} --region ${quoted(region)}`;
  return { account, command };
}

export function roleReady({ file, relationship }: AdvisedRole, account: string): Ready {
  const store = relationship === null ? "" : " --store sqlite:accesslens.db";
  const commands = [
    ...(relationship === null ? [] : [`accesslens external-id issue --relationship ${relationship}${store}`]),
    `accesslens role plan ${roleFileName}${store}`,
    `accesslens role apply ${roleFileName}${store}`,
  ];
  return {
    commands: commands.map((command) => ({ account, command })),
    files: [
      {
        name: roleFileName,
        what: "the role, declared for accesslens role",
        text: stringify(file, { lineWidth: 0, aliasDuplicateObjects: false, version: "1.1" }),
      },
    ],
  };
}

export function joinedReady(...all: readonly Ready[]): Ready {
  return { commands: all.flatMap(({ commands }) => commands), files: all.flatMap(({ files }) => files) };
}

export function pretty(text: string): string {
  return `${JSON.stringify(JSON.parse(text), null, 2)}\n`;
}

/** For a shell. */
function quoted(text: string): string {
  return /^[\w+=,.@:/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
