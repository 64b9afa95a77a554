/**
 * A small seeded generator (xoshiro128**, filled by splitmix32). Only 32-bit integer steps and IEEE divisions, so the
 * same seed gives the same organization on every machine.
 */
export type Random = {
  /** 0 to 2³² − 1. */
  next(): number;
  /** 0 to `limit` − 1; `limit` at least 1. */
  below(limit: number): number;
  /** Both ends included. */
  between(low: number, high: number): number;
  /** True with this probability, 0 to 1. */
  chance(probability: number): boolean;
  /** `list` must not be empty. */
  pick<T>(list: readonly T[]): T;
  /** `count` different members, in random order; all of them when there are fewer. */
  sample<T>(list: readonly T[], count: number): T[];
  text(alphabet: string, length: number): string;
  /** A generator of its own: drawing from it does not disturb this one, nor does the order of forks matter. */
  fork(label: string): Random;
};

export const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
export const lowerHex = "0123456789abcdef";
export const lowerAlphanumeric = "abcdefghijklmnopqrstuvwxyz0123456789";
export const digits = "0123456789";

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

/** FNV-1a over UTF-16 units, started from `seed`. */
function hashed(seed: number, label: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < label.length; i++) hash = Math.imul(hash ^ label.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}

export function seeded(seed: number): Random {
  const key = seed >>> 0;
  let fill = key;
  const splitmix = (): number => {
    fill = (fill + 0x9e3779b9) | 0;
    let z = fill ^ (fill >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let a = splitmix();
  let b = splitmix();
  let c = splitmix();
  let d = splitmix();

  const next = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotate(d, 11);
    return result;
  };
  const below = (limit: number): number => Math.floor((next() / 0x1_0000_0000) * limit);
  const pick = <T>(list: readonly T[]): T => {
    const found = list[below(list.length)];
    if (found === undefined) throw new Error("nothing to pick from");
    return found;
  };

  return {
    next,
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (probability) => next() < probability * 0x1_0000_0000,
    pick,
    sample<T>(list: readonly T[], count: number): T[] {
      const rest = [...list];
      const taken: T[] = [];
      while (taken.length < count && rest.length > 0) taken.push(...rest.splice(below(rest.length), 1));
      return taken;
    },
    text(alphabet, length) {
      let made = "";
      for (let i = 0; i < length; i++) made += alphabet.charAt(below(alphabet.length));
      return made;
    },
    fork: (label) => seeded(hashed(key, label)),
  };
}

/** A random UUID (version 4). */
export function uuid(random: Random): string {
  const hex = (length: number): string => random.text(lowerHex, length);
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${random.pick(["8", "9", "a", "b"])}${hex(3)}-${hex(12)}`;
}
