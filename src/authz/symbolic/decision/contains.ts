/** Whether one request lies in a set: the request as values of the space's dimensions. */
import { parseAddress } from "../../../logic/addresses.ts";
import type { Assignment, Value } from "../../../logic/types.ts";
import { arrives } from "../../conditions/parameter-form.ts";
import { readDate, readNumber } from "../../conditions/read-values.ts";
import type { RequestToDecide } from "../../request-question.ts";
import { sessionPermissions } from "../../service-facts/session-permissions.ts";
import { foldAction } from "../action-regions.ts";
import { principalDimension, textOfCaller } from "../principal-texts.ts";
import { actionDimension, type RequestSpace, resourceDimension } from "../request-space.ts";
import { refusedParameter } from "./call-kinds.ts";
import { givenByCaller } from "./known-caller.ts";
import { otherKeyFor } from "./needed-calls.ts";
import type { RequestSet } from "./request-sets.ts";

/** Facts count as false; keys that follow from the principal are known unless the request states them. */
export function contains({ requests, region }: RequestSet, request: RequestToDecide): boolean {
  return requests.space.contains(region, assignmentOf(requests, request));
}

function assignmentOf(requests: RequestSpace, request: RequestToDecide): Assignment {
  const text = textOfCaller(request.principal, request.role ?? null);
  const keys = new Map(givenByCaller({ text }));
  for (const [key, values] of Object.entries(request.context)) {
    keys.set(key.toLowerCase(), typeof values === "string" ? [values] : values);
  }
  const assignment = new Map<string, Value>([
    [actionDimension, { kind: "text", text: foldAction(request.action) }],
    [resourceDimension, { kind: "text", text: request.resource.arn }],
    [principalDimension, { kind: "text", text }],
  ]);
  for (const [key, texts] of keys) {
    const name = key === "aws:epochtime" ? "aws:currenttime" : key;
    const value = readValue(requests, name, texts);
    if (value !== null) assignment.set(name, value);
  }
  for (const trait of traitsOf(requests, keys)) assignment.set(trait, { kind: "text", text: "true" });
  return assignment;
}

/** What is true of the request and stands in no key that the policies test. */
function traitsOf(requests: RequestSpace, keys: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const traits = sessionPermissions.flatMap(({ action, beginnings }) =>
    [...keys].some(
      ([key, values]) =>
        values.length > 0 && !requests.keys.has(key) && beginnings.some((each) => key.startsWith(each)),
    )
      ? [otherKeyFor(action)]
      : [],
  );
  const isRefused = [...keys].some(([key, values]) => values.some((text) => !arrives(key, text)));
  return isRefused ? [...traits, refusedParameter] : traits;
}

/** Null: absent, or no value of the dimension's kind. */
function readValue(requests: RequestSpace, name: string, texts: readonly string[]): Value | null {
  const [first] = texts;
  if (first === undefined) return null;
  switch (requests.kindOf(name)) {
    case "set":
      return { kind: "set", texts };
    case "number":
    case "date": {
      const number = requests.kindOf(name) === "date" ? readDate(first) : readNumber(first);
      return number === null ? null : { kind: "number", number };
    }
    case "address": {
      const address = parseAddress(first);
      return address.ok ? { kind: "address", ...address.value } : null;
    }
    default:
      return { kind: "text", text: first };
  }
}
