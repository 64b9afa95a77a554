import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { queuePlace } from "./queue-place.ts";

const account = "123456789012";

describe("A queue's URL says where it is", () => {
  for (const [url, region, isFifo] of [
    [`https://sqs.eu-west-1.amazonaws.com/${account}/changes`, "eu-west-1", false],
    [`https://sqs.us-gov-west-1.amazonaws.com/${account}/changes.fifo`, "us-gov-west-1", true],
    [`https://sqs.cn-north-1.amazonaws.com.cn/${account}/changes`, "cn-north-1", false],
    [`https://sqs-fips.us-east-2.amazonaws.com/${account}/changes`, "us-east-2", false],
    [`https://sqs.eu-west-1.api.aws/${account}/changes`, "eu-west-1", false],
    [`https://vpce-0a1b2c3d-4e5f.sqs.us-east-1.vpce.amazonaws.com/${account}/changes`, "us-east-1", false],
    [`https://us-west-2.queue.amazonaws.com/${account}/changes`, "us-west-2", false],
    [`https://queue.amazonaws.com/${account}/changes`, "us-east-1", false],
    [`http://127.0.0.1:5000/${account}/changes`, null, false],
  ] as const) {
    test(url, () => assert.deepEqual(queuePlace(url), { url, region, account, isFifo }));
  }
});

test("What is no URL of a queue is none", () => {
  for (const url of [
    "",
    "changes",
    "arn:aws:sqs:eu-west-1:1:changes",
    "file:///123456789012/changes",
    "https://sqs.eu-west-1.amazonaws.com/",
  ]) {
    assert.equal(queuePlace(url), null, url);
  }
});
