/**
 * Walks over the tokens of one record and takes from it the members that are asked for, side by side. A function beside the token
 * reader's: of records that follow JSON's grammar alone, whose tokens are at hand.
 */
import { layout } from "../tokens/layout.ts";
import {
  bytes16,
  type Code,
  get,
  i32,
  i64,
  join,
  set,
  tee,
  type,
  type WasmFunction,
  when,
  whenElse,
  whileLoop,
} from "../tokens/wasm-code.ts";
import { keySlots, memberLayout, none, slotFactors } from "./member-layout.ts";
import { Form, foundNumbers } from "./numbered-members.ts";

const locals = [
  "token",
  "object",
  "depth",
  "place",
  "byte",
  "first",
  "end",
  "length",
  "member",
  "at",
  "isFound",
  "level",
  "inner",
  "told",
  "value",
  "isTold",
  "isOpen",
] as const;
const parameters = ["opening", "record"] as const;
type Local = (typeof parameters)[number] | (typeof locals)[number];
const numbered = [...parameters, ...locals].map((name, index) => [name, index]);
const local: Readonly<Record<Local, number>> = Object.fromEntries(numbered);
const { at, byte, depth, end, first, inner, isFound, isOpen, length, level } = local;
const { isTold, member, object, opening, place, record, token, told, value } = local;

const [quote, comma, colon, backslash] = [0x22, 0x2c, 0x3a, 0x5c] as const;
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d] as const;
const letterN = 0x6e;
const blank = 0x20;

const add = (to: number, value: number): Code => join(get(to), i32.of(value), i32.add, set(to));
const is = (one: number, value: number): Code => join(get(one), i32.of(value), i32.equal);
const isNot = (one: number, value: number): Code => join(get(one), i32.of(value), i32.differ);
const at4 = (index: Code, offset: number): Code => join(index, i32.of(2), i32.shiftLeft, i32.load(offset));
const placeOf = (index: Code): Code => at4(index, layout.places);
const byteAt = (where: Code, beyond = 0): Code => join(where, i32.loadByte(layout.input + beyond));
const isByte = (where: Code, value: number): Code => join(byteAt(where), i32.of(value), i32.equal);
const currentByte = byteAt(placeOf(get(token)));

/** Goes back over white space, to behind what stands before `end`. */
const trimEnd: Code = whileLoop(join(byteAt(get(end), -1), i32.of(blank + 1), i32.isBelow), add(end, -1));

const passComma: Code = join(get(token), currentByte, i32.of(comma), i32.equal, i32.add, set(token));

/** Whether the key is the name that begins at `first`, byte by byte: `isFound`. */
const compareShort: Code = join(
  join(i32.of(0), set(at)),
  whileLoop(
    join(
      join(get(at), get(length), i32.isBelow),
      join(get(first), get(at), i32.add, i32.loadByte(memberLayout.names)),
      join(get(place), get(at), i32.add, i32.loadByte(layout.input + 1)),
      join(i32.equal, i32.and),
    ),
    add(at, 1),
  ),
  join(get(at), get(length), i32.equal, set(isFound)),
);

const isSameEight: Code = join(
  join(get(first), get(at), i32.add, i64.load(memberLayout.names)),
  join(get(place), get(at), i32.add, i64.load(layout.input + 1)),
  i64.equal,
);

/** So of eight bytes at least: eight at a time, the last eight again. */
const compareLong: Code = join(
  join(i32.of(0), set(at)),
  whileLoop(
    join(get(at), get(length), i32.of(8), i32.subtract, i32.isBelow, isSameEight, i32.and),
    add(at, 8),
  ),
  join(get(at), get(length), i32.of(8), i32.subtract, i32.isBelow, i32.isZero, set(isFound)),
  when(get(isFound), join(get(length), i32.of(8), i32.subtract, set(at), isSameEight, set(isFound))),
);

/** The key lies in `(place, end)`: `member` is what it names in `object`, or `none`. */
const findKey: Code = join(
  join(get(end), get(place), i32.subtract, i32.of(1), i32.subtract, set(length)),
  join(get(object), i32.of(keySlots), i32.multiply),
  join(
    get(length),
    join(byteAt(get(place), 1), i32.of(slotFactors.first), i32.multiply, i32.add),
    join(byteAt(get(end), -3), i32.of(slotFactors.lastButTwo), i32.multiply, i32.add),
    join(i32.of(keySlots - 1), i32.and),
  ),
  join(i32.add, i32.of(2), i32.shiftLeft, i32.load(memberLayout.firsts), set(member)),
  join(i32.of(0), set(isFound)),
  whileLoop(
    join(get(isFound), i32.isZero, isNot(member, none), i32.and),
    join(
      when(
        join(at4(get(member), memberLayout.nameLengths), get(length), i32.equal),
        join(
          join(at4(get(member), memberLayout.nameStarts), set(first)),
          whenElse(join(get(length), i32.of(8), i32.isBelow), compareShort, compareLong),
        ),
      ),
      when(join(get(isFound), i32.isZero), join(at4(get(member), memberLayout.nexts), set(member))),
    ),
  ),
);

const giveUp: Code = join(i32.of(0), tee(isTold), set(isOpen));

/** Each member once: of a key that stands twice JSON's last counts, with all that is in it. */
const noteSeen: Code = join(
  whenElse(
    join(at4(get(member), memberLayout.seen), get(record), i32.equal),
    giveUp,
    join(get(member), i32.of(2), i32.shiftLeft, get(record), i32.store(memberLayout.seen)),
  ),
);

/** Sixteen bytes at a time: what is too much is written over by the next value. */
const copyValue = (from: Code): Code =>
  join(
    join(i32.of(0), set(at)),
    whileLoop(
      join(get(at), get(length), i32.isBelow),
      join(
        join(get(value), get(at), i32.add),
        join(from, get(at), i32.add, bytes16.load(layout.input)),
        bytes16.store(0),
        add(at, 16),
      ),
    ),
  );

/** `from` and `to` are places. */
const tell = (form: number, from: Code, to: Code): Code =>
  join(
    join(to, from, i32.subtract, set(length)),
    join(get(told), get(member), i32.of(2), i32.shiftLeft, i32.of(form), i32.or, i32.store(0)),
    join(
      get(told),
      join(get(value), i32.of(memberLayout.values), i32.subtract, i32.of(16), i32.shiftLeft),
      join(get(length), i32.or, i32.store(4)),
    ),
    add(told, 4 * foundNumbers),
    copyValue(from),
    join(get(value), get(length), i32.add, set(value)),
  );

const isEither = (one: number, a: number, b: number): Code => join(is(one, a), is(one, b), i32.or);

/** `token` goes behind the value that begins with it; escapes of a text are tokens of their own. */
const passValue: Code = join(
  join(i32.of(0), set(level)),
  join(i32.of(1), set(at)),
  whileLoop(
    get(at),
    join(
      join(currentByte, set(byte)),
      add(token, 1),
      join(get(level), isEither(byte, openObject, openList), i32.add, set(level)),
      join(get(level), isEither(byte, closeObject, closeList), i32.subtract, tee(level), set(at)),
    ),
  ),
  whileLoop(join(currentByte, i32.of(backslash), i32.equal), add(token, 1)),
);

/** A value that is read as it is, from `place` to what `token` begins; `first` is the token behind its own. */
const tellValue: Code = when(
  join(byteAt(get(place)), i32.of(letterN), i32.differ),
  join(
    join(placeOf(get(token)), set(end)),
    trimEnd,
    whenElse(
      join(isByte(get(place), quote), get(token), get(first), i32.equal, i32.and),
      tell(Form.text, join(get(place), i32.of(1), i32.add), join(get(end), i32.of(1), i32.subtract)),
      tell(Form.json, get(place), get(end)),
    ),
  ),
);

const isAsked: Code = isNot(member, none);

/** The object that the member is, if members of it are asked for. */
const findInner: Code = join(
  join(i32.of(none), set(inner)),
  when(isAsked, join(at4(get(member), memberLayout.objects), set(inner))),
);

/** `place` is the value's. */
const readValue: Code = whenElse(
  join(isNot(inner, none), isByte(get(place), openObject), i32.and),
  join(
    tell(Form.members, get(place), get(place)),
    join(get(depth), i32.of(2), i32.shiftLeft, get(object), i32.store(memberLayout.outer)),
    add(depth, 1),
    join(get(inner), set(object)),
    add(token, 1),
  ),
  join(
    join(get(token), i32.of(1), i32.add, set(first)),
    passValue,
    when(join(isAsked, is(inner, none), i32.and), tellValue),
    passComma,
  ),
);

const readMember: Code = join(
  join(placeOf(join(get(token), i32.of(1), i32.add)), set(end)),
  whenElse(
    isByte(get(end), colon),
    join(
      trimEnd,
      add(end, -1),
      findKey,
      when(isAsked, noteSeen),
      when(get(isOpen), join(add(token, 2), join(placeOf(get(token)), set(place)), findInner, readValue)),
    ),
    // A key with escapes.
    giveUp,
  ),
);

const closeOne: Code = whenElse(
  join(get(depth), i32.isZero),
  join(i32.of(0), set(isOpen)),
  join(add(depth, -1), join(at4(get(depth), memberLayout.outer), set(object)), add(token, 1), passComma),
);

const nowhere = i32.of(0);

/**
 * Of the token that opens a record, and a number that no record had before: whether it is told. It isn't if a key stands twice or
 * is written with escapes.
 */
export const findMembers: WasmFunction = {
  name: "findMembers",
  parameters: parameters.length,
  locals: locals.map(() => type.i32),
  body: join(
    join(get(opening), i32.of(1), i32.add, set(token)),
    join(i32.of(1), tee(isTold), set(isOpen)),
    join(nowhere, i32.load(memberLayout.toldEnd), i32.of(4), i32.add, set(told)),
    join(nowhere, i32.load(memberLayout.valuesEnd), set(value)),
    whileLoop(
      get(isOpen),
      join(
        join(placeOf(get(token)), set(place)),
        whenElse(isByte(get(place), closeObject), closeOne, readMember),
      ),
    ),
    when(
      get(isTold),
      join(
        // How many numbers there are, before them.
        join(nowhere, i32.load(memberLayout.toldEnd)),
        join(get(told), nowhere, i32.load(memberLayout.toldEnd), i32.subtract, i32.of(4), i32.subtract),
        join(i32.of(2), i32.shiftRight, i32.store(0)),
        join(nowhere, get(told), i32.store(memberLayout.toldEnd)),
        join(nowhere, get(value), i32.store(memberLayout.valuesEnd)),
      ),
    ),
    get(isTold),
  ),
};
