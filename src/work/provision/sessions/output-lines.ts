/** A command's output as lines while it comes, and as a whole up to a limit. */
import { StringDecoder } from "node:string_decoder";

/** A longer line is told in pieces: who writes without line breaks must not fill the memory. */
const longestLine = 16_384;

export class OutputLines {
  readonly #decoder = new StringDecoder("utf8");
  readonly #tell: (line: string) => void;
  #open = "";

  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  add(chunk: Buffer): void {
    this.#take(this.#decoder.write(chunk));
  }

  /** The last line may lack its line break. */
  end(): void {
    this.#take(this.#decoder.end());
    if (this.#open !== "") this.#tell(this.#open);
    this.#open = "";
  }

  #take(text: string): void {
    const lines = (this.#open + text).split(/\r?\n/);
    this.#open = lines.pop() ?? "";
    for (const line of lines) this.#tell(line);
    while (this.#open.length > longestLine) {
      this.#tell(this.#open.slice(0, longestLine));
      this.#open = this.#open.slice(longestLine);
    }
  }
}

export class KeptOutput {
  readonly #most: number;
  readonly #chunks: Buffer[] = [];
  #length = 0;
  /** Whether more came than is kept. */
  truncated = false;

  constructor(mostBytes: number) {
    this.#most = mostBytes;
  }

  add(chunk: Buffer): void {
    const rest = this.#most - this.#length;
    if (chunk.length > rest) this.truncated = true;
    if (rest <= 0) return;
    const kept = chunk.subarray(0, rest);
    this.#chunks.push(kept);
    this.#length += kept.length;
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString("utf8");
  }
}
