/**
 * Checks the values of one line as they are taken out of it. The first fault is kept and a harmless stand-in returned,
 * so that the pass over a line needs no exceptions; whoever uses it asks for `fault` before using what it made.
 */
import { type Arn, isArn } from "../model/index.ts";

export type Fault = { readonly member: string; readonly message: string };

export type JsonRecord = Readonly<Record<string, unknown>>;

const noRow: JsonRecord = {};
const noPair: readonly unknown[] = ["", 0];
/** Nested deeper than anything AWS answers, and far from any stack's end. */
const maxDepth = 100;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export class Shape {
  fault: Fault | null = null;
  /** Documents that are known so far: a reference must be below. */
  documents = 0;
  #list = "";
  #index = 0;

  fail(member: string, message: string): void {
    this.fault ??= {
      member: this.#list === "" ? member : `${this.#list}[${this.#index}].${member}`,
      message,
    };
  }

  /** Calls `each` with every row of a list; what is wrong within is named after list and row. */
  rows(value: unknown, list: string, each: (row: JsonRecord, index: number) => void): void {
    if (value === undefined) return;
    if (!Array.isArray(value)) {
      this.fail(list, "should be an array");
      return;
    }
    this.#list = list;
    for (let index = 0; index < value.length; index += 1) {
      this.#index = index;
      const row: unknown = value[index];
      each(this.record(row, ""), index);
      if (this.fault !== null) break;
    }
    this.#list = "";
  }

  record(value: unknown, member: string): JsonRecord {
    if (isRecord(value)) return value;
    this.fail(member, "should be an object");
    return noRow;
  }

  text(value: unknown, member: string): string {
    if (typeof value === "string") return value;
    this.fail(member, "should be a text");
    return "";
  }

  /** Null where the member is left out. */
  optionalText(value: unknown, member: string): string | null {
    return value === undefined ? null : this.text(value, member);
  }

  /** A text that `is` accepts. The stand-in after a fault is never used. */
  known<T extends string>(
    value: unknown,
    is: (text: string) => text is T,
    member: string,
    expected: string,
  ): T {
    const text = this.text(value, member);
    if (!is(text)) this.fail(member, `should be ${expected}, not ${shown(text)}`);
    return text as T;
  }

  arn(value: unknown, member: string): Arn {
    return this.known(value, isArn, member, "an ARN");
  }

  path(value: unknown, member: string): string {
    if (value === undefined) return "/";
    const text = this.text(value, member);
    if (!text.startsWith("/") || !text.endsWith("/")) {
      this.fail(member, `should begin and end with a slash, not be ${shown(text)}`);
    }
    return text;
  }

  /** A whole number that fits a column, or `otherwise` where the member is left out. */
  whole(value: unknown, member: string, otherwise: number): number {
    if (value === undefined) return otherwise;
    if (typeof value === "number" && value >= 0 && value < 0xffffffff && Number.isInteger(value))
      return value;
    this.fail(member, "should be a whole number from 0 to 4294967294");
    return otherwise;
  }

  document(value: unknown, member: string): number {
    if (typeof value === "number" && value >= 0 && value < this.documents && Number.isInteger(value))
      return value;
    this.fail(member, `should be the number of a document that stands above (there are ${this.documents})`);
    return 0;
  }

  list(value: unknown, member: string): readonly unknown[] {
    if (Array.isArray(value)) return value;
    if (value !== undefined) this.fail(member, "should be an array");
    return [];
  }

  texts(value: unknown, member: string): readonly string[] {
    return this.list(value, member).map((text) => this.text(text, member));
  }

  arns(value: unknown, member: string): readonly Arn[] {
    return this.list(value, member).map((arn) => this.arn(arn, member));
  }

  pair(value: unknown, member: string): readonly unknown[] {
    if (Array.isArray(value) && value.length === 2) return value;
    this.fail(member, "should hold pairs");
    return noPair;
  }

  /** Free data as it was collected; only its depth is bounded. */
  free(value: unknown, member: string): JsonRecord {
    if (depthExceeds(value, maxDepth)) this.fail(member, `is nested more than ${maxDepth} deep`);
    return this.record(value, member);
  }
}

function depthExceeds(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depth === 0) return true;
  return Object.values(value).some((inner) => depthExceeds(inner, depth - 1));
}

function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
