/**
 * What the browser asks: a server, on this machine alone or for people who sign in (`team`), that answers the questions of the
 * command line over HTTP. In flows an organization that was scanned; out come JSON answers, the same as the command line's. It holds no
 * logic of its own, and changes nothing but the file of accepted findings, where it was started so.
 * Start reading at `server.ts`, then `access.ts`.
 */

export { readWebFiles } from "./pages/web-files.ts";
export { type ReportAnswers, redactedAnswers, reportAnswers, reportPage } from "./report/index.ts";
export { type Served, servedOf } from "./served.ts";
export { type RunningServer, startServer } from "./server.ts";
export { discoverProvider } from "./team/provider.ts";
export type { Team } from "./team/team.ts";
