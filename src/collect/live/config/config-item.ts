/**
 * An item of AWS Config, as an answer of SelectAggregateResourceConfig has it: a JSON text of the properties that were asked
 * for. AWS tells some of their parts as JSON texts inside, which are read alike.
 */

export type Fields = Readonly<Record<string, unknown>>;

export type ConfigItem = {
  /** CloudFormation type, such as `AWS::IAM::Role`. */
  readonly type: string;
  readonly arn: string;
  /** `global` for IAM. */
  readonly region: string;
  /** When AWS Config recorded it (ISO 8601); empty where it does not say. */
  readonly captured: string;
  readonly configuration: Fields;
  readonly supplementary: Fields;
  readonly tags: Readonly<Record<string, string>>;
};

/** Null: the text is no item, or of another account than the one that was asked for. */
export function configItem(text: string, account: string): ConfigItem | null {
  const item = fieldsOf(text);
  const { resourceType: type, arn, awsRegion, accountId, configurationItemCaptureTime: captured } = item;
  if (typeof type !== "string" || typeof arn !== "string" || accountId !== account) return null;
  return {
    type,
    arn,
    region: textOf(awsRegion) ?? "global",
    captured: textOf(captured) ?? "",
    configuration: fieldsOf(item.configuration),
    supplementary: fieldsOf(item.supplementaryConfiguration),
    tags: tagsOf(item.tags),
  };
}

/** An object, or what a JSON text of one holds; nothing else has fields. */
export function fieldsOf(value: unknown): Fields {
  if (typeof value === "string") return fieldsOf(parsed(value));
  return isFields(value) ? value : {};
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A list, or what a JSON text of one holds. Undefined: it is none. */
export function listOf(value: unknown): readonly unknown[] | undefined {
  const list = typeof value === "string" ? parsed(value) : value;
  return Array.isArray(list) ? list : undefined;
}

function tagsOf(value: unknown): Readonly<Record<string, string>> {
  const pairs = (listOf(value) ?? []).flatMap((tag): [string, string][] => {
    const { key, value: text } = fieldsOf(tag);
    return typeof key === "string" ? [[key, typeof text === "string" ? text : ""]] : [];
  });
  return Object.fromEntries(pairs);
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Null: it is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}
