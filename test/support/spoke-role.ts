/** The role that Organizations makes in each account, as collections and writes of tests enter by it. */
import type { SpokeRole } from "../../src/aws/index.ts";

export const usualRole: SpokeRole = {
  name: "OrganizationAccountAccessRole",
  externalId: null,
  sessionName: "tests",
  sessionTags: [],
  seconds: 3600,
};
