/** An organization in moto that is watched: a queue with events on it, changes that are really made, and a receiver of alerts. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { IAMClient, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SendMessageBatchCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { DriftEvent } from "../../src/model/index.ts";
import { writeSnapshot } from "../../src/store/index.ts";
import { collectLive } from "../../src/work/collect/index.ts";
import { usualSettings } from "./collect-run.ts";
import { startMoto } from "./moto.ts";
import { seedOrganization } from "./moto-organization.ts";
import { type Receiver, startReceiver } from "./receiver.ts";
import type { StormStep } from "./storm.ts";

const region = "us-east-1";

export type Ended = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

export class WatchedOrganization {
  readonly url: string;
  readonly accounts: readonly string[];
  readonly folder = mkdtempSync(join(tmpdir(), "accesslens-watch-"));
  readonly receiver: Receiver;
  readonly queueUrl: string;
  readonly #sqs = new SQSClient({ region });
  readonly #iams = new Map<string, IAMClient>();

  private constructor(url: string, accounts: readonly string[], receiver: Receiver, queueUrl: string) {
    this.url = url;
    this.accounts = accounts;
    this.receiver = receiver;
    this.queueUrl = queueUrl;
  }

  static async start(
    accounts: number,
    roles: number,
    answer?: Parameters<typeof startReceiver>[0],
  ): Promise<WatchedOrganization> {
    const { url } = await startMoto();
    const seeded = await seedOrganization(accounts, roles);
    const sqs = new SQSClient({ region });
    const { QueueUrl = "" } = await sqs.send(
      new CreateQueueCommand({ QueueName: "changes", Attributes: { VisibilityTimeout: "60" } }),
    );
    const watched = new WatchedOrganization(url, seeded.accounts, await startReceiver(answer), QueueUrl);
    await watched.collect();
    writeFileSync(
      watched.channels,
      JSON.stringify({
        channels: [{ type: "webhook", url: watched.receiver.url, unsigned: true, showExternalIds: true }],
      }),
    );
    return watched;
  }

  get snapshot(): string {
    return join(this.folder, "org.alens");
  }

  get channels(): string {
    return join(this.folder, "alerts.json");
  }

  get store(): string {
    return `sqlite:${join(this.folder, "state.db")}`;
  }

  async collect(): Promise<void> {
    const collection = await collectLive(
      usualSettings,
      { folder: `${this.snapshot}.collecting`, how: "restart" },
      () => undefined,
    );
    if (!collection.ok) throw new Error(JSON.stringify(collection.error));
    const written = await writeSnapshot(this.snapshot, collection.value.snapshot);
    if (!written.ok) throw new Error(JSON.stringify(written.error));
    await collection.value.finished();
  }

  close(): void {
    this.receiver.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  account(index: number): string {
    return this.accounts[index] ?? "";
  }

  /** `endpoint`: moto itself, or a proxy in front of it. */
  async iam(account: string, endpoint = this.url): Promise<IAMClient> {
    const known = this.#iams.get(`${account} ${endpoint}`);
    if (known !== undefined) return known;
    const client = new IAMClient({ region, endpoint, credentials: await this.#sessionIn(account) });
    this.#iams.set(`${account} ${endpoint}`, client);
    return client;
  }

  async #sessionIn(account: string) {
    const { Credentials } = await new STSClient({ region }).send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`,
        RoleSessionName: "changes",
      }),
    );
    return {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    };
  }

  async setQueuePolicy(account: string, QueueName: string, policy: object): Promise<void> {
    const sqs = new SQSClient({ region: "eu-west-1", credentials: await this.#sessionIn(account) });
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    const Attributes = { Policy: JSON.stringify(policy) };
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  }

  async setTrust(account: string, RoleName: string, trust: object): Promise<void> {
    const client = await this.iam(account);
    await client.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify(trust) }));
  }

  /** Alerts that have arrived are forgotten. */
  forget(): void {
    this.receiver.forget();
  }

  async send(...bodies: readonly string[]): Promise<void> {
    for (let at = 0; at < bodies.length; at += 10) {
      const Entries = bodies
        .slice(at, at + 10)
        .map((MessageBody, index) => ({ Id: String(index), MessageBody }));
      await this.#sqs.send(new SendMessageBatchCommand({ QueueUrl: this.queueUrl, Entries }));
    }
  }

  /** Changes are made, and messages sent a few at a time: moto looks through all of a queue for each message that is received. */
  async feed(steps: readonly StormStep[]): Promise<void> {
    let bodies: string[] = [];
    for (const step of steps) {
      if (step.kind === "change") {
        await this.setTrust(step.account, step.role, step.trust);
        continue;
      }
      bodies.push(step.body);
      if (bodies.length < 10) continue;
      await this.send(...bodies);
      bodies = [];
      while ((await this.left()) > 60) await pause(50);
    }
    await this.send(...bodies);
  }

  /** Messages that wait and those that somebody holds. */
  async left(): Promise<number> {
    const { Attributes = {} } = await this.#sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: this.queueUrl, AttributeNames: ["All"] }),
    );
    const { ApproximateNumberOfMessages = "0", ApproximateNumberOfMessagesNotVisible = "0" } = Attributes;
    return Number(ApproximateNumberOfMessages) + Number(ApproximateNumberOfMessagesNotVisible);
  }

  /** The command, begun; what reads AWS goes to `endpoint`, where one is given. */
  begin(
    more: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    hasQueue = true,
  ): ChildProcess {
    const args = [
      "dist/accesslens.js",
      "watch",
      ...(hasQueue ? ["--queue-url", this.queueUrl] : []),
      ...["--snapshot", this.snapshot, "--store", this.store, "--notify", this.channels],
      ...["--role-name", "OrganizationAccountAccessRole", "--regions", "us-east-1,eu-west-1"],
      ...["--coalesce", "1", "--rate", "1000"],
      ...more,
    ];
    return spawn(process.execPath, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...environment },
    });
  }

  async run(more: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return ended(this.begin(["--until-empty", ...more], environment));
  }

  /** Ends when `isDone`, by SIGTERM. */
  async runWithoutQueue(more: readonly string[], isDone: () => boolean): Promise<Ended> {
    const child = this.begin(more, {}, false);
    let isTold = false;
    const looking = setInterval(() => {
      if (isTold || !isDone()) return;
      isTold = true;
      child.kill("SIGTERM");
    }, 100);
    const end = await ended(child);
    clearInterval(looking);
    return end;
  }

  /** Drift events that the receiver has got, in the order of their arrival; each alert once. */
  told(): readonly DriftEvent[] {
    const alerts = new Map(
      this.receiver.received.map(({ body }) => {
        const { data } = JSON.parse(body);
        return [data.id, data.events];
      }),
    );
    return [...alerts.values()].flat();
  }
}

export async function ended(child: ChildProcess): Promise<Ended> {
  let [stdout, stderr] = ["", ""];
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { status, stdout, stderr };
}
