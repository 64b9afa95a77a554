/** Records of all kinds of calls with a few of their values changed into anything. */
import fc from "fast-check";
import { placesOf, strange } from "../strange-values.ts";
import {
  assumed,
  assumeRequest,
  identityCenterRecord,
  record,
  role,
  rolesAnywhereRecord,
  samlRecord,
  sessionIdentity,
  switchRecord,
  userIdentity,
  webIdentityRecord,
} from "./records.ts";

export const recordsOfAllKinds: readonly unknown[] = [
  record("AssumeRole", { userIdentity, requestParameters: assumeRequest, responseElements: assumed }),
  record("AssumeRole", {
    userIdentity: sessionIdentity,
    errorCode: "AccessDenied",
    errorMessage: `User: ${sessionIdentity.arn} is not authorized to perform: sts:AssumeRole on resource: ${role}`,
  }),
  record("AssumeRoot", {
    userIdentity: sessionIdentity,
    requestParameters: { targetPrincipal: "222222222222" },
  }),
  samlRecord,
  webIdentityRecord,
  switchRecord,
  rolesAnywhereRecord,
  identityCenterRecord,
].map((one) => JSON.parse(JSON.stringify(one)));

/** The value with one place changed, or left out. */
function changed(value: unknown, [first, ...rest]: readonly (string | number)[], put: unknown): unknown {
  if (first === undefined || typeof value !== "object" || value === null) return put;
  const members = Object.entries(value).map(([key, member]) => [
    key,
    key === String(first) ? changed(member, rest, put) : member,
  ]);
  return Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members);
}

export const changedRecord: fc.Arbitrary<unknown> = fc
  .tuple(
    fc.constantFrom(...recordsOfAllKinds),
    fc.array(fc.tuple(fc.nat(), strange), { minLength: 1, maxLength: 3 }),
  )
  .map(([given, changes]) => {
    let value = given;
    for (const [index, put] of changes) {
      const places = placesOf(value);
      value = changed(value, places[index % places.length] ?? [], put);
    }
    return value;
  });
