/**
 * All roles as columns. Lists (inline policies, tags, …) are kept flat: role `i` owns the elements from `start[i]` to
 * before `start[i + 1]`. Texts that repeat (paths, policy ARNs, tags, descriptions) are numbers into `texts`.
 */
import { GrowingUint32Array } from "./growing-array.ts";
import { type TextColumn, TextNumbers, textColumn } from "./text-column.ts";

/** In a column of text numbers: the role has none. */
export const noText = 0xffffffff;

export interface RoleColumns {
  readonly count: number;
  readonly account: Uint32Array;
  readonly trustPolicy: Uint32Array;
  readonly createdAt: Uint32Array;
  readonly lastUsedAt: Uint32Array;
  readonly maxSessionSeconds: Uint32Array;
  /** Number into `texts`. */
  readonly path: Uint32Array;
  /** Number into `texts`, or `noText`. */
  readonly permissionsBoundary: Uint32Array;
  /** Number into `texts`, or `noText`. */
  readonly description: Uint32Array;
  readonly inlineStart: Uint32Array;
  /** Numbers into `texts`. */
  readonly inlineName: Uint32Array;
  /** Document indexes. */
  readonly inlineDocument: Uint32Array;
  readonly attachedStart: Uint32Array;
  /** ARNs, as numbers into `texts`. */
  readonly attachedPolicy: Uint32Array;
  /** Counts tags; each has a key and a value in `tagKey` and `tagValue`. */
  readonly tagStart: Uint32Array;
  readonly tagKey: Uint32Array;
  readonly tagValue: Uint32Array;
  readonly profileStart: Uint32Array;
  /** ARNs of instance profiles, as numbers into `texts`. */
  readonly profile: Uint32Array;
  readonly names: TextColumn;
  readonly uniqueIds: TextColumn;
  readonly texts: TextColumn;
}

/** The columns that are typed arrays. */
export const roleNumberColumns = [
  "account",
  "trustPolicy",
  "createdAt",
  "lastUsedAt",
  "maxSessionSeconds",
  "path",
  "permissionsBoundary",
  "description",
  "inlineStart",
  "inlineName",
  "inlineDocument",
  "attachedStart",
  "attachedPolicy",
  "tagStart",
  "tagKey",
  "tagValue",
  "profileStart",
  "profile",
] as const satisfies readonly (keyof RoleColumns)[];

export const roleTextColumns = [
  "names",
  "uniqueIds",
  "texts",
] as const satisfies readonly (keyof RoleColumns)[];

/** Fills the columns, role after role; the lists' elements go to the role that was added last. */
export class RoleColumnsBuilder {
  readonly #account = new GrowingUint32Array();
  readonly #trustPolicy = new GrowingUint32Array();
  readonly #createdAt = new GrowingUint32Array();
  readonly #lastUsedAt = new GrowingUint32Array();
  readonly #maxSessionSeconds = new GrowingUint32Array();
  readonly #path = new GrowingUint32Array();
  readonly #permissionsBoundary = new GrowingUint32Array();
  readonly #description = new GrowingUint32Array();
  readonly #inlineStart = new GrowingUint32Array();
  readonly #inlineName = new GrowingUint32Array();
  readonly #inlineDocument = new GrowingUint32Array();
  readonly #attachedStart = new GrowingUint32Array();
  readonly #attachedPolicy = new GrowingUint32Array();
  readonly #tagStart = new GrowingUint32Array();
  readonly #tagKey = new GrowingUint32Array();
  readonly #tagValue = new GrowingUint32Array();
  readonly #profileStart = new GrowingUint32Array();
  readonly #profile = new GrowingUint32Array();
  readonly #names: string[] = [];
  readonly #uniqueIds: string[] = [];
  readonly #texts = new TextNumbers();
  /** Nine of ten roles have this path. */
  readonly #slash = this.#texts.numberOf("/");

  get count(): number {
    return this.#names.length;
  }

  add(account: number, name: string, path: string, uniqueId: string): void {
    this.#account.push(account);
    this.#names.push(name);
    this.#path.push(path === "/" ? this.#slash : this.#texts.numberOf(path));
    this.#uniqueIds.push(uniqueId);
    this.#inlineStart.push(this.#inlineName.length);
    this.#attachedStart.push(this.#attachedPolicy.length);
    this.#tagStart.push(this.#tagKey.length);
    this.#profileStart.push(this.#profile.length);
  }

  /** Must follow every {@link add}, once. `noDocument`, `notKnown` and 0 mean what they mean in the columns. */
  facts(
    trustPolicy: number,
    createdAt: number,
    lastUsedAt: number,
    maxSessionSeconds: number,
    permissionsBoundary: string | null,
    description: string | null,
  ): void {
    this.#trustPolicy.push(trustPolicy);
    this.#createdAt.push(createdAt);
    this.#lastUsedAt.push(lastUsedAt);
    this.#maxSessionSeconds.push(maxSessionSeconds);
    this.#permissionsBoundary.push(
      permissionsBoundary === null ? noText : this.#texts.numberOf(permissionsBoundary),
    );
    this.#description.push(description === null ? noText : this.#texts.numberOf(description));
  }

  inline(name: string, document: number): void {
    this.#inlineName.push(this.#texts.numberOf(name));
    this.#inlineDocument.push(document);
  }

  attached(arn: string): void {
    this.#attachedPolicy.push(this.#texts.numberOf(arn));
  }

  tag(key: string, value: string): void {
    this.#tagKey.push(this.#texts.numberOf(key));
    this.#tagValue.push(this.#texts.numberOf(value));
  }

  instanceProfile(arn: string): void {
    this.#profile.push(this.#texts.numberOf(arn));
  }

  /** The builder must not be used after. */
  build(): RoleColumns {
    this.#inlineStart.push(this.#inlineName.length);
    this.#attachedStart.push(this.#attachedPolicy.length);
    this.#tagStart.push(this.#tagKey.length);
    this.#profileStart.push(this.#profile.length);
    return {
      count: this.count,
      account: this.#account.toArray(),
      trustPolicy: this.#trustPolicy.toArray(),
      createdAt: this.#createdAt.toArray(),
      lastUsedAt: this.#lastUsedAt.toArray(),
      maxSessionSeconds: this.#maxSessionSeconds.toArray(),
      path: this.#path.toArray(),
      permissionsBoundary: this.#permissionsBoundary.toArray(),
      description: this.#description.toArray(),
      inlineStart: this.#inlineStart.toArray(),
      inlineName: this.#inlineName.toArray(),
      inlineDocument: this.#inlineDocument.toArray(),
      attachedStart: this.#attachedStart.toArray(),
      attachedPolicy: this.#attachedPolicy.toArray(),
      tagStart: this.#tagStart.toArray(),
      tagKey: this.#tagKey.toArray(),
      tagValue: this.#tagValue.toArray(),
      profileStart: this.#profileStart.toArray(),
      profile: this.#profile.toArray(),
      names: textColumn(this.#names),
      uniqueIds: textColumn(this.#uniqueIds),
      texts: this.#texts.column(),
    };
  }
}
