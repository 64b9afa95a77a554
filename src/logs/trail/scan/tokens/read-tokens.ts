/**
 * Reads the tokens that were found as JSON's grammar has them, and tells those that matter outside: what opens and closes near
 * the top, keys there that are as long as one that is asked for, and texts behind such keys; numbers, words and escapes, which
 * are looked at outside. A token is read when the next one is known, so that what is told says where it ends.
 */
import { Act, Kind, layout, local, State } from "./layout.ts";
import { type Code, get, i32, i64, join, set, tee, when, whenElse, whileLoop } from "./wasm-code.ts";

const { act, depth, kind, next, out, place, read, state, step, tell, told } = local;
const nowhere = i32.of(0);

/** Records lie no deeper than this, their wrappers' contents neither. */
const nearTop = 3;

const load = (offset: number, into: number): Code => join(nowhere, i32.load(offset), set(into));
const store = (offset: number, from: number): Code => join(nowhere, get(from), i32.store(offset));
const isAct = (one: number): Code => join(get(act), i32.of(one), i32.equal);
const isNearTop = (limit: number): Code => join(get(depth), i32.of(limit + 1), i32.isBelow);

/** Its place, the next token's, and state and depth in which it is read. */
const tellToken: Code = join(
  join(get(told), get(place), i32.store(0)),
  join(get(told), get(next), i32.store(4)),
  join(get(told), get(depth), i32.of(4), i32.shiftLeft, get(state), i32.or, i32.store(8)),
  join(get(told), i32.of(12), i32.add, set(told)),
);

/** The last four letters of a key that ends right before its colon, as a number; reads before the window's beginning. */
const lastLetters: Code = join(get(next), i32.load(layout.input - 5));

/** A text's last four letters as that number. */
function lettersOf(text: string): number {
  return Buffer.from(text.slice(-4), "latin1").readInt32LE();
}

/** Of a key that ends right before its colon length and last letters are known; others are told whatever they are. */
const readKey = (keys: readonly string[]): Code =>
  when(
    isNearTop(nearTop),
    join(
      i32.of(1),
      set(tell),
      when(
        join(
          join(get(next), i32.loadByte(layout.input - 1), i32.of(0x22), i32.equal),
          join(get(next), i32.loadByte(layout.input), i32.of(0x3a), i32.equal),
          i32.and,
        ),
        join(
          // Both quotes count. A shift takes no more than 63.
          join(
            get(next),
            get(place),
            i32.subtract,
            i32.of(2),
            i32.subtract,
            tee(tell),
            i32.of(64),
            i32.isBelow,
          ),
          join(i64.of(lengthsOf(keys)), get(tell), i64.ofUnsignedI32, i64.shiftRight, i64.toI32, i32.and),
          i32.of(1),
          i32.and,
          set(tell),
          when(
            get(tell),
            join(
              i32.of(0),
              ...[...new Set(keys.map(lettersOf))].map((letters) =>
                join(lastLetters, i32.of(letters), i32.equal, i32.or),
              ),
              set(tell),
            ),
          ),
        ),
      ),
      store(layout.keyTold, tell),
      when(get(tell), tellToken),
    ),
  );

/** Bit n: a key has n letters. */
function lengthsOf(keys: readonly string[]): bigint {
  return keys.reduce((bits, { length }) => bits | (1n << BigInt(length)), 0n);
}

const readText: Code = when(
  isNearTop(nearTop),
  when(
    join(nowhere, i32.load(layout.keyTold), get(state), i32.of(State.value), i32.isAbove, i32.or),
    tellToken,
  ),
);

const fault: Code = join(
  when(
    join(nowhere, i32.load(layout.fault), i32.isZero),
    join(nowhere, get(place), i32.of(1), i32.add, i32.store(layout.fault)),
  ),
  join(i32.of(State.broken), set(step)),
);

const readOpening: Code = join(
  when(isNearTop(2), tellToken),
  when(
    join(get(depth), i32.of(1), i32.add, tee(depth), nowhere, i32.load(layout.maxDepth), i32.isAbove),
    // The depth stays as it is, so that nothing is written beyond the stack.
    join(get(depth), i32.of(1), i32.subtract, set(depth), fault),
  ),
  join(get(depth), get(state), i32.loadByte(layout.behind), i32.storeByte(layout.stack)),
);

/** `step` is the state then: here what the stack says. */
const readClosing: Code = join(
  join(get(depth), i32.loadByte(layout.stack), set(step)),
  join(get(depth), i32.of(1), i32.subtract, set(depth)),
  when(isNearTop(2), tellToken),
);

const lastFour: Code = join(get(next), i32.load(layout.input - 4));
const endsAs = (word: string): Code => join(lastFour, i32.of(lettersOf(word)), i32.equal);
const hasLength = (length: number): Code =>
  join(get(next), get(place), i32.subtract, i32.of(length), i32.equal);

/** `true`, `false` or `null`, with the next token right behind. */
const isWord: Code = join(
  join(hasLength(4), endsAs("true"), endsAs("null"), i32.or, i32.and),
  join(hasLength(5), endsAs("alse"), i32.and),
  join(get(next), i32.loadByte(layout.input - 5), i32.of(0x66), i32.equal, i32.and),
  i32.or,
);

/** In records of CloudTrail's files and deeper such a word is known for good here; higher up it may be an item of a list. */
const readScalar: Code = when(
  join(isWord, get(depth), i32.of(nearTop - 1), i32.isAbove, i32.and, i32.isZero),
  tellToken,
);

const readToken = (keys: readonly string[]): Code =>
  join(
    join(get(state), i32.of(4), i32.shiftLeft, get(kind), i32.or, i32.loadByte(layout.table), tee(step)),
    join(i32.of(4), i32.shiftRight, set(act)),
    join(get(step), i32.of(15), i32.and, set(step)),
    when(
      get(act),
      whenElse(
        isAct(Act.key),
        readKey(keys),
        whenElse(
          isAct(Act.text),
          readText,
          whenElse(
            isAct(Act.open),
            readOpening,
            whenElse(
              isAct(Act.close),
              readClosing,
              whenElse(isAct(Act.scalar), readScalar, whenElse(isAct(Act.escape), tellToken, fault)),
            ),
          ),
        ),
      ),
    ),
    join(get(step), set(state)),
  );

/** Reads the tokens from `layout.places` until `out`; leaves on the stack where what is told ends. */
export const readTokens = (keys: readonly string[]): Code =>
  join(
    load(layout.state, state),
    load(layout.depth, depth),
    load(layout.lastPlace, place),
    load(layout.lastKind, kind),
    join(i32.of(0), set(read)),
    join(i32.of(layout.told), set(told)),
    whileLoop(
      join(get(read), get(out), i32.isBelow),
      join(
        join(get(read), i32.load(layout.places), set(next)),
        readToken(keys),
        join(get(next), tee(place), i32.loadByte(layout.input), i32.loadByte(layout.kinds), set(kind)),
        join(get(read), i32.of(4), i32.add, set(read)),
      ),
    ),
    store(layout.state, state),
    store(layout.depth, depth),
    store(layout.lastKind, kind),
    store(layout.placesEnd, out),
    // From the next window's beginning, before which this one's last bytes stand.
    join(nowhere, get(place), get(local.length), i32.subtract, i32.store(layout.lastPlace)),
    join(nowhere, get(local.length), i64.load(layout.input - 8), i64.store(layout.input - 8)),
    get(told),
  );

/** By state and kind of token: act and next state, in a byte. What is not listed can't be. */
export function grammar(): Uint8Array {
  const table = new Uint8Array(256).fill((Act.fault << 4) | State.broken);
  table.fill((Act.nothing << 4) | State.broken, State.broken << 4, (State.broken + 1) << 4);
  const rule = (state: number, kind: number, act: number, then: number): void => {
    table[(state << 4) | kind] = (act << 4) | then;
  };
  for (const [state, after] of [
    [State.value, State.afterMember],
    [State.firstItem, State.afterItem],
    [State.item, State.afterItem],
  ] as const) {
    rule(state, Kind.quote, Act.text, after);
    rule(state, Kind.scalar, Act.scalar, after);
  }
  for (const state of [State.value, State.firstItem, State.item, State.top]) {
    rule(state, Kind.openObject, Act.open, State.firstKey);
    rule(state, Kind.openList, Act.open, State.firstItem);
  }
  for (const state of [State.firstKey, State.key]) rule(state, Kind.quote, Act.key, State.colon);
  rule(State.colon, Kind.colon, Act.nothing, State.value);
  rule(State.afterMember, Kind.comma, Act.nothing, State.key);
  rule(State.afterItem, Kind.comma, Act.nothing, State.item);
  rule(State.firstKey, Kind.closeObject, Act.close, 0);
  rule(State.afterMember, Kind.closeObject, Act.close, 0);
  rule(State.firstItem, Kind.closeList, Act.close, 0);
  rule(State.afterItem, Kind.closeList, Act.close, 0);
  rule(State.before, Kind.colon, Act.nothing, State.top);
  // Escapes stand in texts, behind whose beginning the state is one of these.
  for (const state of [State.colon, State.afterMember, State.afterItem]) {
    rule(state, Kind.escape, Act.escape, state);
  }
  return table;
}
