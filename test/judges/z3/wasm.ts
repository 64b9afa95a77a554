/**
 * Z3 in this process (WebAssembly), fed with SMT-LIB: one context for all questions, each within push and pop.
 *
 * The package's asynchronous call for SMT-LIB texts is not safe: it passes the text on a stack that is gone before the
 * other thread has read it. So the runtime's own synchronous call is used, which also saves a change of thread a question.
 */
import { init, killThreads } from "z3-solver";

interface Runtime {
  ccall(name: string, answers: "string", types: readonly string[], given: readonly unknown[]): string;
}

export interface Z3 {
  /** What the commands print, one line each. Throws where Z3 finds an error in the text: a bug of the encoder. */
  run(commands: string): readonly string[];
  close(): Promise<void>;
}

/** Questions grow the context's tables, so that it is made anew after so many texts. */
const textsPerContext = 2_000;

export async function startZ3(): Promise<Z3> {
  const { Z3, em } = await init();
  const runtime: Runtime = em;
  let context = Z3.mk_context(Z3.mk_config());
  let texts = 0;
  return {
    run: (commands) => {
      texts += 1;
      if (texts % textsPerContext === 0) {
        Z3.del_context(context);
        context = Z3.mk_context(Z3.mk_config());
      }
      const printed = runtime.ccall(
        "Z3_eval_smtlib2_string",
        "string",
        ["number", "string"],
        [context, commands],
      );
      if (printed.includes("(error")) throw new Error(`${printed}\n${commands}`);
      return printed.trim().split("\n");
    },
    close: () => killThreads(em),
  };
}
