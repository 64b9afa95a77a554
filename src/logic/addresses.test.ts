import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAddress, parseAddressBlock, printAddress, printAddressBlock } from "./addresses.ts";

function block(text: string): string {
  const parsed = parseAddressBlock(text);
  return parsed.ok ? printAddressBlock(parsed.value) : parsed.error;
}

test("blocks are read, their host bits cleared, and an address alone is a block of one", () => {
  for (const [text, printed] of [
    ["203.0.113.7", "203.0.113.7/32"],
    ["203.0.113.7/24", "203.0.113.0/24"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["2001:DB8::1/32", "2001:db8::/32"],
    ["::", "::/128"],
    ["::/0", "::/0"],
    ["::ffff:192.0.2.1", "::ffff:c000:201/128"],
    ["1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8/128"],
    ["1:0:0:2:0:0:0:3", "1:0:0:2::3/128"],
    ["1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7/128"],
  ] as const) {
    assert.equal(block(text), printed);
  }
});

test("what is not an address or a mask is refused with the reason", () => {
  for (const text of ["", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.4a", "*"]) {
    assert.equal(block(text), "not an IPv4 address", text);
  }
  for (const text of [
    ":::",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8::",
    "12345::",
    "fe80::1%eth0",
    "::1.2.3.4:5",
  ]) {
    assert.equal(block(text), "not an IPv6 address", text);
  }
  assert.equal(block("1.2.3.4/33"), "the mask must be a number from 0 to 32");
  assert.equal(block("::/129"), "the mask must be a number from 0 to 128");
  assert.equal(block("1.2.3.4/"), "the mask must be a number from 0 to 32");
  assert.equal(block("1.2.3.4/255.0.0.0"), "the mask must be a number from 0 to 32");
});

test("a printed address reads back as itself", () => {
  for (const text of ["198.51.100.255", "2001:db8::a:0:0:1", "ff02::1", "::8", "8::"]) {
    const parsed = parseAddress(text);
    assert.ok(parsed.ok);
    assert.equal(printAddress(parsed.value), text);
  }
});
