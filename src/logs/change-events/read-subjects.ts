/** The subjects of a record, and the policies that it carries, by the rule of its event. */
import {
  type AccountId,
  type Arn,
  type EventDocument,
  isAccountId,
  isArn,
  type Subject,
  splitArn,
} from "../../model/index.ts";
import type {
  ArnSource,
  ChangeRule,
  DocumentRule,
  RecordCondition,
  RecordPath,
  RecordPlace,
  Touch,
} from "./change-rule.ts";
import { policyText } from "./policy-text.ts";
import { type Fields, memberOf, text, textsAt, valuesAt } from "./record-values.ts";

export type Touched =
  | {
      readonly kind: "touched";
      readonly subjects: readonly Subject[];
      readonly documents: readonly EventDocument[];
    }
  /** Nothing that is anybody's, with the reason. */
  | { readonly kind: "nothing"; readonly why: string }
  /** The record does not say what its event always says. */
  | { readonly kind: "untold"; readonly why: string };

export function readSubjects(record: Fields, rule: ChangeRule, place: RecordPlace): Touched {
  const { onlyIf } = rule;
  if (onlyIf !== undefined && !holds(record, onlyIf, true)) {
    return { kind: "nothing", why: `${onlyIf.at} is not ${onlyIf.isOneOf.join(" or ")}` };
  }
  const subjects = rule.touches.flatMap((touch) => subjectsOf(record, touch, place));
  const [first] = rule.touches;
  if (subjects.length === 0) {
    const isOfAws =
      first.kind === "managed-policy" &&
      textsAt(record, first.arn).some((arn) => splitArn(arn)?.account === "aws");
    if (isOfAws) return { kind: "nothing", why: "it is about a policy of AWS's own" };
    if (first.kind === "resource" && first.optional === true) {
      return { kind: "nothing", why: `it names no ${first.type}` };
    }
    return { kind: "untold", why: `it does not name the ${first.kind} that it is about` };
  }
  const documents = rule.document === undefined ? [] : documentsOf(record, rule.document, subjects);
  return { kind: "touched", subjects, documents };
}

/** `whenMissing`: what it is for a record that does not have the value. */
function holds(record: Fields, { at, isOneOf }: RecordCondition, whenMissing: boolean): boolean {
  const values = valuesAt(record, at);
  if (values.length === 0) return whenMissing;
  return values.some((value) => isOneOf.includes(String(value)));
}

const iamName = /^[\w+=,.@-]{1,128}$/;

function subjectsOf(record: Fields, touch: Touch, place: RecordPlace): readonly Subject[] {
  const { account, region } = place;
  switch (touch.kind) {
    case "role":
    case "user":
    case "group": {
      const names = textsAt(record, touch.name).filter((name) => iamName.test(name));
      return names.map((name) => ({ kind: touch.kind, account, name }));
    }
    case "managed-policy":
      return textsAt(record, touch.arn).flatMap((arn) => {
        const owner = isPrintableArn(arn) ? (splitArn(arn)?.account ?? "") : "";
        return isAccountId(owner) ? [{ kind: touch.kind, account: owner, arn }] : [];
      });
    case "resource": {
      for (const source of touch.from) {
        const arns = arnsFrom(record, source, place);
        if (arns.length > 0) return arns.map((arn) => resource(record, touch.type, arn, place));
      }
      return touch.optional === true ? [] : [{ kind: "resources", account, type: touch.type, region }];
    }
    case "resources":
      return [{ kind: "resources", account, type: touch.type, region }];
    case "identity-providers":
    case "account-settings":
    case "roles-anywhere":
      return [{ kind: touch.kind, account }];
    case "organization":
    case "identity-center":
      return [{ kind: touch.kind }];
  }
}

/** Whose it is, the ARN says, or the record's own list: the record may be in the trail of a caller of another account. */
function resource(record: Fields, type: string, arn: Arn, place: RecordPlace): Subject {
  const parts = splitArn(arn);
  const listed = listedResources(record).find((entry) => entry.arn === arn)?.account;
  const owner = parts !== null && isAccountId(parts.account) ? parts.account : (listed ?? place.account);
  return { kind: "resource", account: owner, type, region: parts?.region || place.region, arn };
}

function arnsFrom(record: Fields, source: ArnSource, place: RecordPlace): readonly Arn[] {
  if ("listed" in source) {
    return listedResources(record).flatMap(({ type, arn }) => (type === source.listed ? [arn] : []));
  }
  if ("always" in source) {
    const made = filled(source.always, record, "", null, place);
    return isPrintableArn(made) ? [made] : [];
  }
  const { at, arn, match } = source;
  return textsAt(record, at).flatMap((value): Arn[] => {
    const groups = match?.exec(value) ?? null;
    if (match !== undefined && groups === null) return [];
    const isWhole = arn === undefined || isArn(value);
    const made = isWhole ? (groups?.[0] ?? value) : filled(arn, record, value, groups, place);
    return isPrintableArn(made) ? [made] : [];
  });
}

function filled(
  template: string,
  record: Fields,
  value: string,
  groups: RegExpExecArray | null,
  place: RecordPlace,
): string {
  return template.replace(/\{([\w.]*)\}/g, (_, name: string) => {
    if (name === "") return value;
    if (name === "partition" || name === "region" || name === "account") return place[name];
    return isPath(name) ? (textsAt(record, name)[0] ?? "") : (groups?.[Number(name)] ?? "");
  });
}

function isPath(name: string): name is RecordPath {
  return name.startsWith("request.") || name.startsWith("response.");
}

/** No ARN has blanks, control characters or more than 2,048 characters. */
function isPrintableArn(value: string): value is Arn {
  return value.length <= 2048 && isArn(value) && !/[\s\p{C}]/u.test(value);
}

function listedResources(
  record: Fields,
): readonly { readonly type: string | null; readonly arn: Arn; readonly account: AccountId | null }[] {
  const entries = memberOf(record, "resources");
  if (!Array.isArray(entries)) return [];
  return entries.slice(0, 100).flatMap((entry: unknown) => {
    const arn = text(memberOf(entry, "ARN"));
    if (arn === null || !isPrintableArn(arn)) return [];
    const account = text(memberOf(entry, "accountId")) ?? "";
    return [{ type: text(memberOf(entry, "type")), arn, account: isAccountId(account) ? account : null }];
  });
}

function documentsOf(
  record: Fields,
  { part, at, empty, onlyIf }: DocumentRule,
  subjects: readonly Subject[],
): readonly EventDocument[] {
  // A policy belongs to the one thing that it was put on.
  const [subject, ...more] = subjects;
  if (subject === undefined || more.length > 0 || subject.kind === "resources") return [];
  if (onlyIf !== undefined && !holds(record, onlyIf, false)) return [];
  const told = partOf(record, part);
  if (told === null) return [];
  if (at === "deleted") return [{ subject, part: told, text: null }];
  const [value] = valuesAt(record, at);
  if (value === "" && empty === "deleted") return [{ subject, part: told, text: null }];
  const document = policyText(value);
  return document === null ? [] : [{ subject, part: told, text: document }];
}

function partOf(record: Fields, part: DocumentRule["part"]): EventDocument["part"] | null {
  if (typeof part === "string") return { kind: part };
  if ("inlinePolicyNamed" in part) {
    const [name] = textsAt(record, part.inlinePolicyNamed);
    return name !== undefined && iamName.test(name) ? { kind: "inline-policy", name } : null;
  }
  const [id] = textsAt(record, part.controlPolicyOf);
  return id !== undefined && /^[\w-]{1,128}$/.test(id) ? { kind: "control-policy", id } : null;
}
