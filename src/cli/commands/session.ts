/** `accesslens session`: the session of a role, as exports, for `credential_process`, or for a command. */
import { realpathSync } from "node:fs";
import { homedir, hostname } from "node:os";
import { join } from "node:path";
import type { z } from "zod";
import { SessionCache } from "../../aws/index.ts";
import { err, isAccountId, ok, type Result } from "../../model/index.ts";
import {
  commandEnvironment,
  foreignVariables,
  parseRole,
  sessionVariables,
} from "../../provision/sessions/index.ts";
import {
  credentialProcessText,
  exportLines,
  profileText,
  type Shell,
} from "../../report/credential-texts.ts";
import { jsonLine, plain } from "../../report/plain.ts";
import {
  accountNamed,
  cacheKey,
  openSource,
  runInPlace,
  type SessionFailure,
  type SourceFailure,
  type SourceSettings,
  type sessionShape,
  type TakenSession,
} from "../../work/provision/sessions/index.ts";
import {
  done,
  exitCodes,
  type Failure,
  failed,
  inputFailure,
  type Outcome,
  type OutputFormat,
  usageFailure,
} from "../exit.ts";
import {
  longestIfNamed,
  printRefusal,
  refusalOfSession,
  snapshotIfAny,
  sourceFailure,
} from "../session-inputs.ts";
import {
  faultsFailure,
  roleInAccount,
  type SessionArguments,
  sourceSettingsOf,
  type WishForRole,
  wishOf,
  wordsOf,
} from "../session-settings.ts";
import type { Terminal } from "../terminal.ts";

type Arguments = SessionArguments & {
  readonly shell: Shell;
  readonly credentialProcess?: boolean;
  readonly printConfig?: string;
  readonly format: OutputFormat;
};

export async function runSession(
  target: string,
  command: readonly string[],
  args: Arguments,
  terminal: Terminal,
): Promise<Outcome> {
  const mixed = mixedUp(command, args);
  if (mixed !== null) return failed(mixed);
  const role = await roleOf(target, args, terminal);
  if (!role.ok) return failed(role.error);
  const checked = await wishOf(args);
  if (!checked.ok) return failed(checked.error);
  const settings = await sourceSettingsOf(args);
  if (!settings.ok) return failed(settings.error);
  if (args.printConfig !== undefined) return printConfig(args.printConfig, role.value, args, terminal);
  for (const remark of checked.value.remarks) terminal.note(remark);
  const { wishFor } = checked.value;
  if (args.credentialProcess === true) {
    return provideCredentials(role.value, wishFor, settings.value, args, terminal);
  }
  const taken = await takeSession(role.value, wishFor, settings.value, args, terminal);
  if (!taken.ok) return failure(taken.error, args, terminal);
  remarkOnRoom(taken.value, terminal);
  const [first, ...rest] = command;
  if (first !== undefined) return runCommand([first, ...rest], taken.value, terminal);
  if (args.format === "json") printSession(taken.value, terminal);
  else printExports(taken.value, args.shell, terminal);
  return done;
}

/** Null: what is asked for goes together. */
function mixedUp(command: readonly string[], args: Arguments): Failure | null {
  const wanted = [
    ...(command.length > 0 ? ["a command"] : []),
    ...(args.credentialProcess === true ? ["--credential-process"] : []),
    ...(args.printConfig !== undefined ? ["--print-config"] : []),
    ...(args.format === "json" ? ["--format json"] : []),
  ];
  return wanted.length < 2
    ? null
    : usageFailure(`${wanted.join(" and ")} do not go together`, "Ask for one of them at a time.");
}

/** A role's ARN, or an account by id or name, whose role --role-name names. */
async function roleOf(target: string, args: Arguments, terminal: Terminal): Promise<Result<string, Failure>> {
  if (target.startsWith("arn:")) {
    const role = parseRole(target);
    return role.ok ? ok(target) : err(faultsFailure([role.error]));
  }
  if (isAccountId(target)) return roleInAccount(target, null, args);
  const snapshot = await snapshotIfAny(args.snapshot, terminal);
  if (!snapshot.ok) return snapshot;
  if (snapshot.value === null) {
    return err(
      usageFailure(
        `${JSON.stringify(target)} is neither a role's ARN nor an account's id`,
        "Accounts can be named where there is a snapshot of them: --snapshot FILE.",
      ),
    );
  }
  const account = accountNamed(target, snapshot.value);
  return account.ok
    ? roleInAccount(account.value.id, account.value.partition, args)
    : err(usageFailure(account.error.message, account.error.advice));
}

type NotTaken =
  | { readonly kind: "source"; readonly failure: SourceFailure }
  | { readonly kind: "session"; readonly failure: SessionFailure }
  | { readonly kind: "other"; readonly failure: Failure };

async function takeSession(
  role: string,
  wishFor: WishForRole,
  settings: SourceSettings,
  args: Arguments,
  terminal: Terminal,
): Promise<Result<TakenSession, NotTaken>> {
  const most = await longestOf(role, args, terminal);
  if (!most.ok) return err({ kind: "other", failure: most.error });
  const source = await openSource(settings);
  if (!source.ok) return err({ kind: "source", failure: source.error });
  try {
    const taken = await source.value.take(wishFor(role), most.value);
    return taken.ok ? taken : err({ kind: "session", failure: taken.error });
  } finally {
    source.value.close();
  }
}

async function longestOf(
  role: string,
  args: Arguments,
  terminal: Terminal,
): Promise<Result<number | null, Failure>> {
  if (args.snapshot === undefined || args.duration === undefined) return ok(null);
  const snapshot = await snapshotIfAny(args.snapshot, terminal);
  return snapshot.ok ? ok(longestIfNamed(role, args, snapshot.value)) : snapshot;
}

async function failure(notTaken: NotTaken, args: Arguments, terminal: Terminal): Promise<Outcome> {
  switch (notTaken.kind) {
    case "other":
      return failed(notTaken.failure);
    case "source":
      return failed(sourceFailure(notTaken.failure));
    case "session": {
      const told = await refusalOfSession(notTaken.failure, args.snapshot, terminal);
      if (!told.ok) return failed(told.error);
      if (args.format === "json") {
        const answer: z.infer<typeof sessionShape> = { session: null, refused: told.value };
        terminal.raw(`${jsonLine(answer)}\n`);
      } else printRefusal(told.value, terminal);
      return { kind: "done", exitCode: exitCodes.input };
    }
  }
}

function remarkOnRoom({ packedPercent }: TakenSession, terminal: Terminal): void {
  if (packedPercent !== null && packedPercent >= 75) {
    terminal.note(`session policies and tags take ${packedPercent} % of the room that STS has for them`);
  }
}

async function runCommand(
  command: readonly [string, ...string[]],
  { credentials, region }: TakenSession,
  terminal: Terminal,
): Promise<Outcome> {
  const own = process.env.AWS_REGION === undefined && process.env.AWS_DEFAULT_REGION === undefined;
  const environment = commandEnvironment(process.env, { ...credentials, region: own ? region : null });
  const end = await runInPlace(command, environment);
  if (end.kind === "ended") return { kind: "ended", exitCode: end.exitCode };
  terminal.error(
    `${command[0]} can't be started: ${end.code}`,
    "Check its name, and that it may be executed.",
  );
  return { kind: "ended", exitCode: end.code === "ENOENT" ? 127 : 126 };
}

function printSession({ credentials, ...session }: TakenSession, terminal: Terminal): void {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = credentials;
  const answer: z.infer<typeof sessionShape> = {
    session: {
      role: session.role,
      arn: session.arn,
      region: session.region,
      seconds: session.seconds,
      expiration: expiration.toISOString(),
      packedPercent: session.packedPercent,
      credentials: { accessKeyId, secretAccessKey, sessionToken },
    },
    refused: null,
  };
  terminal.raw(`${jsonLine(answer)}\n`);
}

function printExports({ credentials, arn }: TakenSession, shell: Shell, terminal: Terminal): void {
  const unset = foreignVariables.filter(
    (name) => process.env[name] !== undefined && !name.startsWith("ACCESSLENS"),
  );
  for (const line of exportLines(shell, sessionVariables({ ...credentials, region: null }), unset)) {
    terminal.raw(`${line}\n`);
  }
  if (terminal.width > 0) {
    terminal.note(
      'these are secrets, and on the screen now: eval "$(accesslens session …)" keeps them off it',
    );
  }
  terminal.note(`${arn}, until ${credentials.expiration.toISOString()}`);
}

/** The names of sessions that are being taken for a `credential_process` around this one. */
const outerSessions = "ACCESSLENS_SESSIONS_ON_THE_WAY";

async function provideCredentials(
  role: string,
  wishFor: WishForRole,
  settings: SourceSettings,
  args: Arguments,
  terminal: Terminal,
): Promise<Outcome> {
  // The profile that asks is in the environment: its credentials would come from here again.
  if (args.profile === undefined) {
    delete process.env.AWS_PROFILE;
    delete process.env.AWS_DEFAULT_PROFILE;
  }
  const wish = wishFor(role);
  const key = await cacheKey(wish, settings, process.env, hostname());
  const outer = process.env[outerSessions]?.split(",") ?? [];
  if (outer.includes(key)) {
    return failed(
      usageFailure(
        "this profile asks itself for credentials",
        "Name the profile whose credentials assume the role with --profile, and no profile that comes from here.",
      ),
    );
  }
  process.env[outerSessions] = [...outer, key].join(",");
  const make = async () => {
    const taken = await takeSession(role, wishFor, settings, args, terminal);
    return taken.ok ? ok(taken.value.credentials) : taken;
  };
  const cache = await SessionCache.open(cacheFolder());
  if (!cache.ok) terminal.warn(`${cache.error.message}; the session is not kept. ${cache.error.advice}`);
  const given = cache.ok ? await cache.value.get(key, wish.seconds ?? 3600, make) : await make();
  if (!given.ok) return failure(given.error, args, terminal);
  terminal.raw(`${credentialProcessText(given.value)}\n`);
  return done;
}

function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "accesslens", "sessions");
}

function printConfig(name: string, role: string, args: Arguments, terminal: Terminal): Outcome {
  const script = process.argv[1];
  const program = script === undefined ? [process.execPath] : [process.execPath, realpathSync(script)];
  // The role's whole ARN says it all.
  const { roleName: _, ...rest } = args;
  const words = [...program, "session", role, ...wordsOf(rest), "--credential-process"];
  const text = profileText(name, words, args.region ?? null);
  if (!text.ok) {
    return failed(
      inputFailure(
        [`${JSON.stringify(text.error)} can't stand in a profile of ~/.aws/config`],
        "Quotes, line breaks and comment signs mean something else there; names of profiles are letters, digits and _.@+-.",
      ),
    );
  }
  terminal.raw(text.value);
  if (args.profile === undefined) {
    terminal.note(
      "No --profile is named: the role is assumed with the credentials of whoever's environment it is, or of the profile default.",
    );
  }
  if (args.externalIdFile === undefined && process.env.ACCESSLENS_EXTERNAL_ID) {
    terminal.note(
      "ACCESSLENS_EXTERNAL_ID is not in the profile: whoever uses it has to set it, or name a file with --external-id-file.",
    );
  }
  terminal.note(
    plain(
      `Put it into ${process.env.AWS_CONFIG_FILE ?? "~/.aws/config"}; then: aws --profile ${name} sts get-caller-identity`,
    ),
  );
  return done;
}
