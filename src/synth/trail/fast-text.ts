/** Ids and times as texts, made by the hundred million: from tables, not one letter at a time. */
import { base32, type Random } from "../random.ts";

const hex4 = Array.from({ length: 65_536 }, (_, value) => value.toString(16).padStart(4, "0"));
const hex3 = Array.from({ length: 4096 }, (_, value) => value.toString(16).padStart(3, "0"));
const base32Pairs = Array.from(
  { length: 1024 },
  (_, value) => base32.charAt(value >> 5) + base32.charAt(value & 31),
);
const twoDigits = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, "0"));
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export class FastText {
  readonly #random: Random;
  /** Random letters to cut session tokens from: they take room in a file as real ones do. */
  readonly #pool: string;
  #day = -1;
  #iso = "";
  #java = "";

  constructor(random: Random) {
    this.#random = random;
    this.#pool = random.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 65_536);
  }

  uuid(): string {
    const [a, b, c, d] = [this.#random.next(), this.#random.next(), this.#random.next(), this.#random.next()];
    return `${hex4[a >>> 16]}${hex4[a & 0xffff]}-${hex4[b >>> 16]}-4${hex3[b & 0xfff]}-a${hex3[c >>> 20]}-${hex4[c & 0xffff]}${hex4[d >>> 16]}${hex4[d & 0xffff]}`;
  }

  /** `ASIA…`: of a session. */
  sessionKey(): string {
    const [a, b, c] = [this.#random.next(), this.#random.next(), this.#random.next()];
    const pair = (value: number): string => base32Pairs[value & 1023] ?? "";
    return `ASIA${pair(a)}${pair(a >>> 10)}${pair(a >>> 20)}${pair(b)}${pair(b >>> 10)}${pair(b >>> 20)}${pair(c)}${pair(c >>> 10)}`;
  }

  token(length: number): string {
    const start = this.#random.below(65_536 - length);
    return this.#pool.slice(start, start + length);
  }

  /** `2026-11-01T10:20:30Z`. */
  iso(second: number): string {
    this.#turnTo(second);
    const rest = second % 86_400;
    return `${this.#iso}T${twoDigits[Math.floor(rest / 3600)]}:${twoDigits[Math.floor(rest / 60) % 60]}:${twoDigits[rest % 60]}Z`;
  }

  /** `Nov 1, 2026, 10:20:30 AM`. */
  java(second: number): string {
    this.#turnTo(second);
    const rest = second % 86_400;
    const hour = Math.floor(rest / 3600);
    const half = hour < 12 ? "AM" : "PM";
    return `${this.#java}, ${hour % 12 === 0 ? 12 : hour % 12}:${twoDigits[Math.floor(rest / 60) % 60]}:${twoDigits[rest % 60]} ${half}`;
  }

  #turnTo(second: number): void {
    const day = Math.floor(second / 86_400);
    if (day === this.#day) return;
    this.#day = day;
    const date = new Date(day * 86_400_000);
    this.#iso = date.toISOString().slice(0, 10);
    this.#java = `${months[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`;
  }
}
