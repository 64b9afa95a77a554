/** `accesslens what-can`: what a principal can do, by service and access level, then by statement. */
import type { WhatCan } from "../../authz/what-can/types.ts";
import { isArn } from "../../model/index.ts";
import { maskCapabilities, maskGrant } from "../../report/mask.ts";
import { counted, plain } from "../../report/plain.ts";
import { table } from "../../report/table.ts";
import { askWhatCan, type WhatCanAnswer } from "../../work/ask-what-can.ts";
import { done, failed, type Outcome, usageFailure } from "../exit.ts";
import { type InputOptions, masksExternalIds } from "../inputs.ts";
import { openChosen } from "../open.ts";
import type { Terminal } from "../terminal.ts";
import { printCapabilities } from "../views/capabilities-table.ts";
import { printReservations } from "../views/findings-table.ts";
import { few, grantText, isProven, placeText, resourceTexts } from "../views/grant-text.ts";

export async function runWhatCan(
  principal: string,
  args: InputOptions,
  terminal: Terminal,
): Promise<Outcome> {
  const advice =
    "Give a role's, a session's, a user's or a root user's: arn:aws:iam::123456789012:role/Name, …:user/name, …:root";
  if (!isArn(principal)) return failed(usageFailure(`${JSON.stringify(principal)} is no ARN`, advice));
  const opened = await openChosen(args);
  if (!opened.ok) return failed(opened.error);
  const { engine, path } = opened.value;
  const found = askWhatCan(engine.snapshot, principal);
  if (found === null) {
    return failed(usageFailure(`${path} holds no principal ${JSON.stringify(principal)}`, advice));
  }
  const answer = masksExternalIds(args) ? masked(found) : found;
  if (args.format === "table") print(answer, terminal);
  else terminal.raw(`${JSON.stringify(answer)}\n`);
  return done;
}

function masked(answer: WhatCanAnswer): WhatCanAnswer {
  return { ...answer, ...maskCapabilities(answer), grants: answer.grants.map(maskGrant) };
}

function print(answer: WhatCanAnswer, terminal: Terminal): void {
  const { actions, grants } = answer;
  terminal.line(terminal.style("bold", plain(answer.principal)));
  printCapabilities(answer, terminal);
  const services = Map.groupBy(actions, ({ action }) => action.slice(0, action.indexOf(":")));
  terminal.line(
    actions.length === 0
      ? "It can do nothing by its own policies."
      : `It can do ${counted(actions.length, "action")} of ${counted(services.size, "service")}, as AWS lists them on ${answer.actionsAsOf}.`,
  );
  if (actions.length > 0) {
    const rows = [...services].map(([service, own]) => {
      const used = [...new Set(own.flatMap((one) => one.grants))].flatMap((at) => grants[at] ?? []);
      const levels = Map.groupBy(own, ({ accessLevel }) => accessLevel);
      return [
        { text: service },
        { text: String(own.length) },
        { text: used.some(isProven) ? "can" : "may" },
        { text: [...levels].map(([level, some]) => `${level} ${some.length}`).join(", ") },
        { text: few([...new Set(used.flatMap(resourceTexts))]) },
      ];
    });
    terminal.line();
    terminal.line(table(["SERVICE", "ACTIONS", "", "BY ACCESS LEVEL", "RESOURCES"], rows, terminal.width));
    printGrants(answer, terminal);
  }
  printRest(answer, terminal);
}

function printGrants({ actions, grants }: WhatCan, terminal: Terminal): void {
  const counts = grants.map(() => 0);
  for (const at of actions.flatMap((one) => one.grants)) counts[at] = (counts[at] ?? 0) + 1;
  const rows = grants.map((grant, at) => [
    { text: isProven(grant) ? "can" : "may" },
    { text: placeText(grant.statement) },
    { text: String(counts[at] ?? 0) },
    { text: grantText(grant) },
  ]);
  terminal.line();
  terminal.line(table(["", "STATEMENT", "ACTIONS", "ON"], rows, terminal.width));
}

function printRest(answer: WhatCan, terminal: Terminal): void {
  const list = (lines: readonly string[]): void => {
    if (lines.length > 0) terminal.line();
    for (const line of lines) terminal.line(plain(line));
  };
  list(
    answer.stopped.map(({ actions, by, target, statements }) => {
      const what = `${counted(actions.length, "action")} stopped`;
      const who =
        by === "deny"
          ? `by ${few(statements.map(placeText))}`
          : by === "boundary"
            ? "because the boundary does not allow them"
            : `because no SCP of ${target} allows them`;
      return `${what} ${who}: ${few(actions)}`;
    }),
  );
  list(
    answer.withoutResource.map(
      ({ statement, actions }) =>
        `${counted(actions.length, "action")} of ${placeText(statement)} without effect, because AWS lists none of its resources for them: ${few(actions)}`,
    ),
  );
  list(
    answer.unlisted.map(({ statement, patterns, negated }) =>
      negated
        ? `besides, every action that AWS does not list and that is not ${few(patterns)}, by ${placeText(statement)}`
        : `besides, whatever else ${few(patterns)} covers and AWS does not list, by ${placeText(statement)}`,
    ),
  );
  terminal.line();
  printReservations(answer, terminal);
  for (const unknown of answer.unknowns)
    terminal.line(terminal.style("yellow", `not known: ${plain(unknown)}`));
}
