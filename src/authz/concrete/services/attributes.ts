/**
 * What the resource's policy alone does not say, as it was collected: the AWS CLI's own shapes, under names whose case
 * does not count (`publicAccessBlock`, `PublicAccessBlock`). What has another shape than expected is not there.
 */
type Attributes = Readonly<Record<string, unknown>>;

/** `names`: lower case, the first that is there counts. Undefined: none of them is. */
export function attribute(attributes: Attributes, ...names: readonly string[]): unknown {
  for (const key of Object.keys(attributes)) {
    if (names.includes(key.toLowerCase())) return attributes[key];
  }
  return undefined;
}

export function isRecord(value: unknown): value is Attributes {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

export function hasAttributes(attributes: Attributes): boolean {
  for (const _ in attributes) return true;
  return false;
}
