/**
 * A trail for the bench: CloudTrail's files with mixed events of about 1.2 KB, three in ten of them STS's, as an organization
 * trail delivers them. Ids, times, addresses and names differ from event to event, so that it compresses about as real ones do.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

export type Corpus = {
  readonly files: number;
  readonly events: number;
  readonly sts: number;
  readonly plainBytes: number;
  readonly packedBytes: number;
};

/** Deterministic: xorshift32. */
function randomFrom(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const regions = ["us-east-1", "eu-west-1", "eu-central-1", "ap-southeast-2"];
const agents = [
  "aws-sdk-go-v2/1.36.3 os/linux lang/go#1.24.2 md/GOARCH#amd64 md/GOOS#linux api/sts#1.33.19",
  "Boto3/1.37.2 md/Botocore#1.37.2 os/linux#6.1.141 lang/python#3.12.9",
  "aws-sdk-java/2.31.9 ua/2.1 os/Linux#5.10.236 lang/java#21.0.7",
  "aws-cli/2.27.2 md/awscrt#0.26.1 ua/2.1 os/macos#24.4.0 md/arch#arm64 lang/python#3.13.2 cfg/retry-mode#standard md/command#s3.ls",
];

class Writer {
  readonly #random: () => number;
  constructor(random: () => number) {
    this.#random = random;
  }
  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }
  pick<T>(list: readonly [T, ...T[]] | readonly T[]): T {
    const one = list[this.below(list.length)];
    if (one === undefined) throw new Error("a list to pick from is empty");
    return one;
  }
  hex(length: number): string {
    let text = "";
    while (text.length < length)
      text += this.below(2 ** 32)
        .toString(16)
        .padStart(8, "0");
    return text.slice(0, length);
  }
  uuid(): string {
    const h = this.hex(32);
    return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20)}`;
  }
  id(prefix: string): string {
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let text = prefix;
    while (text.length < 20) text += letters[this.below(32)];
    return text;
  }
  address(): string {
    return `${10 + this.below(200)}.${this.below(256)}.${this.below(256)}.${this.below(256)}`;
  }
}

function identity(writer: Writer, account: string, time: string): object {
  const role = `team-${writer.below(40)}-${writer.pick(["deploy", "reader", "worker", "batch"])}`;
  const id = writer.id("AROA");
  const session = `i-0${writer.hex(16)}`;
  return {
    type: "AssumedRole",
    principalId: `${id}:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    accountId: account,
    accessKeyId: writer.id("ASIA"),
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: id,
        arn: `arn:aws:iam::${account}:role/${role}`,
        accountId: account,
        userName: role,
      },
      attributes: { creationDate: time, mfaAuthenticated: "false" },
    },
  };
}

function common(writer: Writer, account: string, region: string, time: string): object {
  return {
    awsRegion: region,
    sourceIPAddress: writer.address(),
    userAgent: writer.pick(agents),
    requestID: writer.uuid(),
    eventID: writer.uuid(),
    eventTime: time,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: "Management",
  };
}

function stsEvent(writer: Writer, account: string, region: string, time: string): object {
  const owner = String(100_000_000_000 + writer.below(200));
  const role = `spoke-${writer.below(300)}`;
  const session = `ci-${writer.hex(12)}`;
  return {
    eventVersion: "1.11",
    userIdentity: identity(writer, account, time),
    eventSource: "sts.amazonaws.com",
    eventName: "AssumeRole",
    ...common(writer, account, region, time),
    requestParameters: {
      roleArn: `arn:aws:iam::${owner}:role/${role}`,
      roleSessionName: session,
      durationSeconds: 3600,
    },
    responseElements: {
      credentials: {
        accessKeyId: writer.id("ASIA"),
        sessionToken: "HIDDEN_DUE_TO_SECURITY_REASONS",
        expiration: "Nov 26, 2026, 11:00:00 AM",
      },
      assumedRoleUser: {
        assumedRoleId: `${writer.id("AROA")}:${session}`,
        arn: `arn:aws:sts::${owner}:assumed-role/${role}/${session}`,
      },
    },
    resources: [{ accountId: owner, type: "AWS::IAM::Role", ARN: `arn:aws:iam::${owner}:role/${role}` }],
    sharedEventID: writer.uuid(),
  };
}

const others: readonly (readonly [source: string, name: string])[] = [
  ["ec2.amazonaws.com", "DescribeInstances"],
  ["ec2.amazonaws.com", "DescribeNetworkInterfaces"],
  ["kms.amazonaws.com", "Decrypt"],
  ["kms.amazonaws.com", "GenerateDataKey"],
  ["s3.amazonaws.com", "GetBucketAcl"],
  ["logs.amazonaws.com", "CreateLogStream"],
  ["dynamodb.amazonaws.com", "DescribeTable"],
  ["ssm.amazonaws.com", "GetParameter"],
  ["lambda.amazonaws.com", "ListFunctions20150331"],
  ["sqs.amazonaws.com", "GetQueueAttributes"],
];

function otherEvent(writer: Writer, account: string, region: string, time: string): object {
  const [source, name] = writer.pick(others);
  return {
    eventVersion: "1.11",
    userIdentity: identity(writer, account, time),
    eventSource: source,
    eventName: name,
    readOnly: true,
    ...common(writer, account, region, time),
    requestParameters: {
      encryptionContext: { "aws:s3:arn": `arn:aws:s3:::bucket-${writer.below(500)}/${writer.hex(24)}` },
    },
    responseElements: null,
  };
}

/** Writes `events` events into CloudTrail's tree under `directory`, so many a file. */
export function writeCorpus(directory: string, events: number, eventsPerFile: number): Corpus {
  const writer = new Writer(randomFrom(20_261_126));
  let [made, sts, plainBytes, packedBytes, files] = [0, 0, 0, 0, 0];
  while (made < events) {
    const account = String(100_000_000_000 + (files % 20));
    const region = writer.pick(regions);
    const records: object[] = [];
    for (let index = 0; index < eventsPerFile && made < events; index++, made++) {
      const seconds = String(writer.below(60)).padStart(2, "0");
      const time = `2026-11-26T10:${String(index % 60).padStart(2, "0")}:${seconds}Z`;
      // Every ten events three of STS's.
      const isSts = made % 10 === 0 || made % 10 === 3 || made % 10 === 7;
      if (isSts) sts++;
      records.push(
        isSts ? stsEvent(writer, account, region, time) : otherEvent(writer, account, region, time),
      );
    }
    const plain = Buffer.from(JSON.stringify({ Records: records }));
    const packed = gzipSync(plain);
    const folder = join(
      directory,
      "AWSLogs",
      "o-exampleorg1",
      account,
      "CloudTrail",
      region,
      "2026",
      "11",
      "26",
    );
    mkdirSync(folder, { recursive: true });
    const name = `${account}_CloudTrail_${region}_20261126T1000Z_${writer.hex(16)}.json.gz`;
    writeFileSync(join(folder, name), packed);
    plainBytes += plain.length;
    packedBytes += packed.length;
    files++;
  }
  return { files, events: made, sts, plainBytes, packedBytes };
}
