/** Trust policies made as narrow as their use. Start reading at `tighten-trust.ts`. */
export { tightenTrust } from "./tighten-trust.ts";
