/** Untrusted text for a terminal, and small words of reports. */
export { counted, jsonLine, plain, plainLines, respelled } from "../model/plain-text.ts";
