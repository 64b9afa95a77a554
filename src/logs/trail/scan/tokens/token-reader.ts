/**
 * Reads JSON that comes in pieces, token by token, and tells the few tokens that matter to whoever looks for records in it. The
 * work is done by a small module of WebAssembly that is put together here: `find-tokens.ts` finds tokens, `read-tokens.ts`
 * follows the grammar. One text of JSON at a time.
 */
import { findTokens } from "./find-tokens.ts";
import { Kind, layout, localTypes, maxDepth, State } from "./layout.ts";
import { grammar, readTokens } from "./read-tokens.ts";
import { join, moduleOf, type WasmFunction } from "./wasm-code.ts";

/** How many bytes are read in one go. */
export const windowBytes = layout.inputBytes;

/** Numbers that tell one token. */
export const toldNumbers = 3;

// Node has it; its types do not come with those of the language.
declare global {
  namespace WebAssembly {
    class Module {
      constructor(bytes: Uint8Array<ArrayBuffer>);
    }
    class Memory {
      readonly buffer: ArrayBuffer;
    }
    class Instance {
      constructor(module: Module);
      readonly exports: Readonly<Record<string, unknown>>;
    }
  }
}

export class TokenReader {
  /**
   * Told by the last call: for each token its place, the next token's, and `depth << 4 | state` of State; an opening bracket's
   * depth is that of what it stands in, a closing one's too. Places count from where the call began and may lie before.
   */
  readonly told: Int32Array;
  /** What the module works in: see `layout.ts`. */
  readonly memory: ArrayBuffer;
  readonly #memory: Uint8Array;
  readonly #numbers: Int32Array;
  readonly #exports: Readonly<Record<string, unknown>>;
  readonly #run: (...numbers: readonly number[]) => number;

  /**
   * `keys`: those that are asked for, of four letters of ASCII at least. Up to three levels below the top they are told, and
   * some others. `others`: functions beside it that look at tokens later.
   */
  constructor(keys: readonly string[], others: readonly WasmFunction[] = []) {
    const body = join(findTokens, readTokens(keys));
    const run: WasmFunction = { name: "run", parameters: 1, locals: localTypes, body };
    const module = new WebAssembly.Module(moduleOf([run, ...others], layout.pages));
    const { exports } = new WebAssembly.Instance(module);
    const { memory } = exports;
    if (!(memory instanceof WebAssembly.Memory)) throw new Error("the token reader's module has no memory");
    this.#exports = exports;
    this.memory = memory.buffer;
    this.told = new Int32Array(memory.buffer, layout.told);
    this.#memory = new Uint8Array(memory.buffer);
    this.#numbers = new Int32Array(memory.buffer, 0, 64);
    this.#run = this.functionOf(run);
    this.#memory.fill(Kind.scalar, layout.kinds, layout.kinds + 256);
    for (const [letter, kind] of [
      ['"', Kind.quote],
      [":", Kind.colon],
      [",", Kind.comma],
      ["{", Kind.openObject],
      ["}", Kind.closeObject],
      ["[", Kind.openList],
      ["]", Kind.closeList],
      ["\\", Kind.escape],
    ] as const) {
      this.#memory[layout.kinds + letter.charCodeAt(0)] = kind;
    }
    this.#memory.set(grammar(), layout.table);
    this.#memory.fill(State.afterItem, layout.behind, layout.behind + 16);
    this.#memory[layout.behind + State.value] = State.afterMember;
    this.#memory[layout.behind + State.top] = State.top;
  }

  /** One of the functions that it was made with. */
  functionOf({ name }: WasmFunction): (...numbers: readonly number[]) => number {
    const found = this.#exports[name];
    if (typeof found !== "function") throw new Error(`the token reader's module has no ${name}`);
    return (...numbers) => found(...numbers);
  }

  /** Another text begins; `depth`: how deep it may be nested. */
  reset(depth: number): void {
    this.#numbers.fill(0);
    this.#set(layout.maxDepth, Math.min(depth, maxDepth));
    this.#set(layout.state, State.before);
    this.#set(layout.lastKind, Kind.colon);
  }

  /** Reads `bytes[from, to)`, a multiple of 64 bytes and {@link windowBytes} at most. How many tokens are told. */
  read(bytes: Uint8Array, from: number, to: number): number {
    this.#memory.set(bytes.subarray(from, to), layout.input);
    return (this.#run(to - from) - layout.told) / (4 * toldNumbers);
  }

  /** How many tokens begin in what was read last; their places are at `layout.places`. */
  get tokens(): number {
    return (this.#numbers[layout.placesEnd / 4] ?? 0) / 4;
  }

  /** The byte that can't be, counted from where the last call began; null: all is JSON so far. */
  get fault(): number | null {
    const fault = this.#numbers[layout.fault / 4] ?? 0;
    return fault === 0 ? null : fault - 1;
  }

  /** Where the token begins that is not read yet, counted from where the last call ended. */
  get lastPlace(): number {
    return this.#numbers[layout.lastPlace / 4] ?? 0;
  }

  /** Whether all that opened has closed, but for the token that is not read yet. */
  get isAtTop(): boolean {
    return this.#numbers[layout.state / 4] === State.top;
  }

  #set(place: number, value: number): void {
    this.#numbers[place / 4] = value;
  }
}
