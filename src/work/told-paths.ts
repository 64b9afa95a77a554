/** Ways with the story of every hop. */
import type { Evidence } from "../graph/evidence.ts";
import type { ExpansionScope } from "../graph/expand.ts";
import {
  type Chokepoints,
  type CutQuestion,
  chokepoints,
  describeHop,
  findPaths,
  type HopStory,
  type Path,
  type PathHop,
  type PathQuestion,
  type Paths,
  type ReachGraph,
  whyAdministrator,
} from "../graph/reach/index.ts";

export type ToldHop = PathHop & HopStory;
export type ToldPath = Omit<Path, "hops" | "administrator"> & {
  readonly hops: readonly ToldHop[];
  /** By which statements whoever stands at its end is an administrator, where nothing else makes it one. */
  readonly administrator: readonly Evidence[];
};
export type ToldPaths = Omit<Paths, "paths"> & { readonly paths: readonly ToldPath[] };

export function tellPaths(graph: ReachGraph, question: PathQuestion, scope: ExpansionScope): ToldPaths {
  const { paths, ...rest } = findPaths(graph, question, scope);
  const told = paths.map((path) => ({
    ...path,
    hops: path.hops.map((hop) => ({ ...hop, ...describeHop(graph, hop) })),
    administrator: path.administrator === null ? [] : whyAdministrator(graph, path.administrator),
  }));
  return { paths: told, ...rest };
}

export type ToldCut = Omit<Chokepoints, "cut"> & { readonly cut: readonly ToldHop[] };

export function tellChokepoints(graph: ReachGraph, question: CutQuestion): ToldCut {
  const { cut, ...rest } = chokepoints(graph, question);
  return { cut: cut.map((hop) => ({ ...hop, ...describeHop(graph, hop) })), ...rest };
}
