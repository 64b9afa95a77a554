/** Makes an organization that breaks a law small: parts of it are left out for as long as it still does. */
import type { OrganizationPlan } from "../../support/planned-organization.ts";

export function shrinkPlan(
  plan: OrganizationPlan,
  breaks: (smaller: OrganizationPlan) => boolean,
): OrganizationPlan {
  let smallest = plan;
  for (;;) {
    const smaller = firstOf(smallerOnes(smallest), breaks);
    if (smaller === null) return smallest;
    smallest = smaller;
  }
}

function firstOf<T>(all: Iterable<T>, is: (one: T) => boolean): T | null {
  for (const one of all) if (is(one)) return one;
  return null;
}

function* smallerOnes(plan: OrganizationPlan): Iterable<OrganizationPlan> {
  for (const accounts of smallerLists(plan.accounts, smallerObjects)) yield { ...plan, accounts };
  const { controls = [] } = plan;
  for (const fewer of smallerLists(controls, smallerObjects)) yield { ...plan, controls: fewer };
}

function* smallerLists<T>(list: readonly T[], smaller: (one: T) => Iterable<T>): Iterable<readonly T[]> {
  for (let at = 0; at < list.length; at++) yield list.toSpliced(at, 1);
  for (const [at, one] of list.entries()) for (const less of smaller(one)) yield list.with(at, less);
}

/** Without these, or with less in them, it would be something else. */
const kept = [
  "id",
  "name",
  "trust",
  "arn",
  "type",
  "attributes",
  "Effect",
  "Principal",
  "statements",
  "targets",
];
const elements = ["Action", "NotAction", "Resource", "NotResource", "targets"];

function* smallerObjects<T extends object>(value: T): Iterable<T> {
  const entries = Object.entries(value);
  for (const [key] of entries) {
    if (kept.includes(key) || elements.includes(key)) continue;
    const { ...less } = value;
    Reflect.deleteProperty(less, key);
    yield less;
  }
  for (const [key, one] of entries) {
    if (key === "Principal" || key === "attributes") continue;
    for (const less of smallerValues(one, elements.includes(key))) yield { ...value, [key]: less };
  }
}

function* smallerValues(value: unknown, isElement: boolean): Iterable<unknown> {
  if (Array.isArray(value)) {
    if (isElement && value.length < 2) return;
    yield* smallerLists<unknown>(value, (one) => smallerValues(one, false));
  } else if (typeof value === "object" && value !== null) yield* smallerObjects(value);
}
