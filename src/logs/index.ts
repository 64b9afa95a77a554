/**
 * What AWS logs: change events out of messages and of CloudTrail's files. In flow bodies of messages, which are nobody's word
 * to be trusted; out come events with their subjects, actors and documents. Start reading at `change-events/catalogue.ts`, the
 * list of events, and `change-events/parse-change-message.ts`.
 */
export { changeEvents } from "./change-events/catalogue.ts";
export { type ParsedChange, parseChangeMessage } from "./change-events/parse-change-message.ts";
