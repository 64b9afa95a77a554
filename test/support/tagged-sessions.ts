/** One user and roles of one account whose trust policies speak of session tags and source identities. */
import { allow, roleArn, type Statement, userArn } from "./planned-organization.ts";

export const own = "111111111111";
export const ada = userArn(own, "ada");

/** May assume, and tag and name the session that it makes. */
export const tagsToo = [allow(["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"])];

/** Principal of a role of that name, or of Ada. */
export const by = (name: string): Statement => ({ AWS: name === "ada" ? ada : roleArn(own, name) });

/** The trust statement with further actions. */
export const also = (statement: Statement, ...actions: readonly string[]): Statement => ({
  ...statement,
  Action: ["sts:AssumeRole", ...actions],
});

/** Asks for a tag of the session. */
export const red = { StringEquals: { "aws:PrincipalTag/team": "red" } };
