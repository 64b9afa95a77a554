/** `accesslens simulate`: would AWS allow this request, by which statements, and if not, what stands in the way? */
import { readFileSync } from "node:fs";
import { explainRequest } from "../../authz/concrete/index.ts";
import { organizationView } from "../../authz/index.ts";
import type {
  ControlLevel,
  NamedPolicy,
  PolicySet,
  RequestQuestion,
  RequestToDecide,
} from "../../authz/request-question.ts";
import { err, ok, type Result, type Snapshot, splitArn } from "../../model/index.ts";
import type { PolicyKind } from "../../policy/index.ts";
import { plain } from "../../report/plain.ts";
import {
  answerObject,
  namedPrincipal,
  ownerOfResource,
  PolicyStore,
  policiesOfSnapshot,
  type RecordedEvent,
  readEvent,
  resourcePolicyKind,
  type SnapshotPolicies,
  withMissing,
} from "../../work/simulate/index.ts";
import { done, type Failure, failed, inputFailure, type Outcome, usageFailure } from "../exit.ts";
import type { InputOptions } from "../inputs.ts";
import { openChosen } from "../open.ts";
import type { Terminal } from "../terminal.ts";
import { printDecision } from "../views/decision-tree.ts";
import { simulateCases } from "./simulate-cases.ts";

export type SimulateOptions = InputOptions & {
  readonly cases?: string;
  readonly event?: string;
  readonly explain?: boolean;
  readonly principal?: string;
  readonly role?: string;
  readonly action?: string;
  readonly resource?: string;
  readonly resourceAccount?: string;
  readonly context?: readonly string[];
  readonly identity?: readonly string[];
  readonly resourcePolicy?: string;
  readonly boundary?: readonly string[];
  readonly sessionPolicy?: readonly string[];
  readonly scp?: readonly string[];
  readonly rcp?: readonly string[];
  readonly endpointPolicy?: readonly string[];
  readonly attributes?: string;
};

export async function runSimulate(options: SimulateOptions, terminal: Terminal): Promise<Outcome> {
  if (options.cases !== undefined) {
    return options.event === undefined && options.principal === undefined
      ? simulateCases(options.cases, options, terminal)
      : failed(usageFailure("--cases brings its own requests", "Leave --event and --principal out."));
  }
  const event = recordedEvent(options);
  if (!event.ok) return failed(event.error);
  const snapshot = await chosenSnapshot(options);
  if (!snapshot.ok) return failed(snapshot.error);
  const request = requestOf(options, event.value, snapshot.value);
  if (!request.ok) return failed(request.error);
  const question = questionOf(request.value, options, snapshot.value);
  if (!question.ok) return failed(question.error);
  const decision = withMissing(explainRequest(question.value.question), question.value.missing);
  if (options.format !== "table") {
    const recorded = event.value === null ? {} : { recorded: event.value.recorded };
    const answer = { request: question.value.question.request, ...answerObject(null, decision), ...recorded };
    terminal.raw(`${JSON.stringify(answer)}\n`);
    return done;
  }
  printDecision(question.value.question, decision, terminal);
  if (event.value !== null) terminal.line(plain(`CloudTrail recorded it as ${event.value.recorded}.`));
  return done;
}

function recordedEvent({ event }: SimulateOptions): Result<RecordedEvent | null, Failure> {
  if (event === undefined) return ok(null);
  const value = jsonFile(event);
  if (!value.ok) return value;
  const read = readEvent(value.value);
  return read.ok
    ? read
    : err(
        inputFailure(
          [`${event}: ${read.error.at}: ${read.error.message}`],
          "Give one event as CloudTrail wrote it.",
        ),
      );
}

const policyFlags = [
  "identity",
  "resourcePolicy",
  "boundary",
  "sessionPolicy",
  "scp",
  "rcp",
  "endpointPolicy",
] as const satisfies (keyof SimulateOptions)[];

/** Where no policy is given by a flag, the snapshot has to hold them. */
async function chosenSnapshot(options: SimulateOptions): Promise<Result<Snapshot | null, Failure>> {
  const isNeeded = policyFlags.every((flag) => options[flag] === undefined);
  if (options.snapshot === undefined && !isNeeded) return ok(null);
  const opened = await openChosen(options);
  return opened.ok ? ok(opened.value.engine.snapshot) : opened;
}

function requestOf(
  options: SimulateOptions,
  event: RecordedEvent | null,
  snapshot: Snapshot | null,
): Result<RequestToDecide, Failure> {
  const base = event?.request;
  const principal = options.principal === undefined ? base?.principal : namedPrincipal(options.principal);
  const action = options.action ?? base?.action;
  const arn = options.resource ?? base?.resource.arn;
  if (principal === undefined || action === undefined || arn === undefined) {
    return err(
      usageFailure(
        "a request needs --principal, --action and --resource",
        "Give them, or a recorded request with --event FILE, or many with --cases FILE.",
      ),
    );
  }
  if (!/^[^:\s*?]+:[^:\s*?]+$/.test(action)) {
    return err(usageFailure(`${JSON.stringify(action)} is no action`, "Give one such as s3:GetObject."));
  }
  const context = contextOf(options.context ?? []);
  if (!context.ok) return context;
  const account = resourceAccount(options, arn, principal, base ?? null, snapshot);
  if (account === null) {
    return err(
      usageFailure(
        `the ARN ${arn} does not tell whose it is`,
        "Give the account that owns the resource with --resource-account.",
      ),
    );
  }
  const role = options.role ?? base?.role;
  return ok({
    principal,
    action,
    resource: { arn, account },
    context: { ...base?.context, ...context.value },
    ...(role === undefined ? {} : { role }),
  });
}

function resourceAccount(
  { resource, resourceAccount: stated }: SimulateOptions,
  arn: string,
  principal: RequestToDecide["principal"],
  base: RequestToDecide | null,
  snapshot: Snapshot | null,
): string | null {
  if (stated !== undefined) return stated;
  const owner = ownerOfResource(arn, snapshot);
  if (owner !== null) return owner;
  if (resource === undefined && base !== null) return base.resource.account;
  return arn === "*" && typeof principal === "string" ? (splitArn(principal)?.account ?? null) : null;
}

/** `key=value`; the same key again gives it another value, `key=` an empty one. */
function contextOf(pairs: readonly string[]): Result<RequestToDecide["context"], Failure> {
  const context = new Map<string, string[]>();
  for (const pair of pairs) {
    const equals = pair.indexOf("=");
    if (equals <= 0) {
      return err(
        usageFailure(
          `${JSON.stringify(pair)} is no condition key with a value`,
          "Write --context aws:SourceIp=203.0.113.9.",
        ),
      );
    }
    const key = pair.slice(0, equals);
    const value = pair.slice(equals + 1);
    context.set(key, [...(context.get(key) ?? []), value]);
  }
  const only = (values: readonly string[]): string | readonly string[] =>
    values.length === 1 ? (values[0] ?? "") : values;
  return ok(Object.fromEntries([...context].map(([key, values]) => [key, only(values)])));
}

type Asked = { readonly question: RequestQuestion; readonly missing: readonly string[] };

function questionOf(
  request: RequestToDecide,
  options: SimulateOptions,
  snapshot: Snapshot | null,
): Result<Asked, Failure> {
  const held = snapshot === null ? null : policiesOfSnapshot(snapshot, request);
  const policies = policySet(request, options, held);
  if (!policies.ok) return policies;
  const role = request.role ?? held?.role ?? null;
  return ok({
    question: {
      request: {
        ...request,
        context: { ...held?.context, ...request.context },
        ...(role === null ? {} : { role }),
      },
      policies: policies.value,
      organization: snapshot === null ? null : organizationView(snapshot),
    },
    missing: held === null ? [] : held.missing,
  });
}

/** What a flag gives replaces what the snapshot holds. */
function policySet(
  request: RequestToDecide,
  options: SimulateOptions,
  held: SnapshotPolicies | null,
): Result<PolicySet, Failure> {
  const files = new PolicyFiles();
  const attributes = options.attributes === undefined ? null : jsonFile(options.attributes);
  if (attributes !== null && !attributes.ok) return attributes;
  const set: PolicySet = {
    identity: files.list(options.identity, "identity") ?? held?.policies.identity ?? [],
    resource:
      files.list(
        options.resourcePolicy === undefined ? undefined : [options.resourcePolicy],
        resourcePolicyKind(request),
      )?.[0] ??
      held?.policies.resource ??
      null,
    boundary: files.list(options.boundary, "boundary") ?? held?.policies.boundary ?? null,
    session: files.list(options.sessionPolicy, "session") ?? null,
    scps: files.levels(options.scp, "scp") ?? held?.policies.scps ?? null,
    rcps: files.levels(options.rcp, "rcp") ?? held?.policies.rcps ?? null,
    endpoint: files.list(options.endpointPolicy, "endpoint") ?? null,
    attributes: { ...held?.policies.attributes, ...fieldsOf(attributes?.value) },
  };
  return files.failure === null ? ok(set) : err(files.failure);
}

/** Policy files, read once each; keeps the first failure. */
class PolicyFiles {
  readonly #store = new PolicyStore();
  failure: Failure | null = null;

  list(paths: readonly string[] | undefined, kind: PolicyKind): readonly NamedPolicy[] | null {
    return paths === undefined ? null : paths.flatMap((path) => this.#policy(path, kind) ?? []);
  }

  /** One level for each value, its policies joined by commas. */
  levels(values: readonly string[] | undefined, kind: PolicyKind): readonly ControlLevel[] | null {
    if (values === undefined) return null;
    return values.map((value) => ({ target: value, policies: this.list(value.split(","), kind) ?? [] }));
  }

  #policy(path: string, kind: PolicyKind): NamedPolicy | null {
    const text = textFile(path);
    if (!text.ok) {
      this.failure ??= text.error;
      return null;
    }
    const policy = this.#store.read(path, text.value, kind);
    if (policy.ok) return policy.value;
    const { at, message } = policy.error;
    this.failure ??= inputFailure(
      [`${path}: ${at}: ${message}`],
      "AWS would not have accepted this policy; correct it and ask again.",
    );
    return null;
  }
}

function textFile(path: string): Result<string, Failure> {
  try {
    return ok(readFileSync(path, "utf8"));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return err(inputFailure([`${path} can't be read: ${reason}`], "Check the path and its permissions."));
  }
}

function jsonFile(path: string): Result<unknown, Failure> {
  const text = textFile(path);
  if (!text.ok) return text;
  try {
    return ok(JSON.parse(text.value));
  } catch (cause) {
    return err(
      inputFailure([`${path}: ${cause instanceof Error ? cause.message : "no JSON"}`], "Give JSON."),
    );
  }
}

function fieldsOf(value: unknown): PolicySet["attributes"] {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
