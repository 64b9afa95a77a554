/** One finding as the server answers it. */
import type { Answer } from "../api/client.ts";

type Told = Answer<"/api/findings/{id}">;

/** The client knows no lists of a fixed length: the first and the last line are a list of numbers to it. */
export type Finding = Omit<Told, "evidence"> & {
  readonly evidence: readonly (Omit<Told["evidence"][number], "lines"> & {
    readonly lines: readonly number[];
  })[];
};
