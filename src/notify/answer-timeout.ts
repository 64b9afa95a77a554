/**
 * How long an answer is waited for. A process that was busy with itself (a storm of changes, a graph that is made anew) finds its
 * timers due before it has looked at what came in meanwhile: that is no silence of the receiver's, and it gets a moment to look.
 */

/** A timer that is later than this was kept waiting by the process itself. */
const lateMilliseconds = 100;
const lookMilliseconds = 1000;

/** Aborts when there was no answer for so long. Keeps no process alive. */
export function answerTimeout(milliseconds: number): AbortSignal {
  const controller = new AbortController();
  const wait = (length: number): void => {
    const dueAt = performance.now() + length;
    const timer = setTimeout(() => {
      if (performance.now() - dueAt > lateMilliseconds) wait(lookMilliseconds);
      else controller.abort(new DOMException("there was no answer in time", "TimeoutError"));
    }, length);
    timer.unref();
  };
  wait(milliseconds);
  return controller.signal;
}
