/** `accesslens expect`: changes that are announced before they happen, so that nobody is told of what was planned. */
import { randomBytes } from "node:crypto";
import type { z } from "zod";
import { jsonLine, plain } from "../../report/plain.ts";
import { type Cell, table } from "../../report/table.ts";
import type {
  expectAddShape,
  expectListShape,
  expectWithdrawShape,
  ToldApproval,
} from "../../work/deliver/alerts-shape.ts";
import { type Announcement, approvalOf, toldApproval } from "../../work/deliver/approvals.ts";
import { done, exitCodes, failed, type Outcome, type OutputFormat, usageFailure } from "../exit.ts";
import { withState, withStateThatIs } from "../open-state.ts";
import type { Terminal } from "../terminal.ts";

type WithStore = { readonly store: string; readonly format: OutputFormat };

export async function addExpected(args: Announcement & WithStore, terminal: Terminal): Promise<Outcome> {
  const now = Date.now();
  const approval = approvalOf(args, `approval-${randomBytes(8).toString("hex")}`, now);
  if (!approval.ok)
    return failed(usageFailure(approval.error, "accesslens expect add --help shows examples"));
  return withState(args.store, async (store) => {
    await store.addApproval(approval.value);
    const answer: z.infer<typeof expectAddShape> = { approval: toldApproval(approval.value, now) };
    if (args.format === "json") terminal.raw(`${jsonLine(answer)}\n`);
    else {
      const { id, from, until, ticket } = answer.approval;
      terminal.line(`${id}: expected by ${plain(ticket)} from ${from} until ${until}`);
    }
    return done;
  });
}

export async function listExpected(
  args: WithStore & { readonly all?: boolean },
  terminal: Terminal,
): Promise<Outcome> {
  return withStateThatIs(args.store, async (store) => {
    const now = Date.now();
    const all = (await store.approvals()).map((one) => toldApproval(one, now));
    const shown = all.filter(({ state }) => args.all === true || state === "open" || state === "coming");
    const answer: z.infer<typeof expectListShape> = { approvals: shown };
    if (args.format === "json") terminal.raw(`${jsonLine(answer)}\n`);
    else print(shown, all.length, terminal);
    return done;
  });
}

function print(shown: readonly ToldApproval[], all: number, terminal: Terminal): void {
  if (shown.length === 0) terminal.line("Nothing is expected.");
  else {
    const rows = shown.map((one): Cell[] => [
      { text: one.id },
      { text: one.state },
      { text: one.ticket },
      { text: one.from },
      { text: one.until },
      { text: covered(one) },
    ]);
    terminal.line(table(["APPROVAL", "STATE", "TICKET", "FROM", "UNTIL", "WHAT"], rows, terminal.width));
  }
  if (all > shown.length)
    terminal.note(`${all - shown.length} have ended or were withdrawn: --all shows them.`);
}

function covered({ principal, subject, account, reason }: ToldApproval): string {
  const parts = [
    `by ${principal ?? "anybody"}`,
    `of ${subject ?? "anything"}`,
    ...(account === null ? [] : [`in ${account}`]),
    ...(reason === "" ? [] : [`(${reason})`]),
  ];
  return parts.join(" ");
}

export async function withdrawExpected(id: string, args: WithStore, terminal: Terminal): Promise<Outcome> {
  return withStateThatIs(args.store, async (store) => {
    const withdrawn = await store.withdrawApproval(id, Date.now());
    const answer: z.infer<typeof expectWithdrawShape> = { id, withdrawn };
    if (args.format === "json") {
      terminal.raw(`${jsonLine(answer)}\n`);
      return { kind: "done", exitCode: withdrawn ? exitCodes.clean : exitCodes.usage };
    }
    if (!withdrawn) {
      return failed(
        usageFailure(
          `there is no approval ${plain(id)} that could be withdrawn`,
          "accesslens expect list --all",
        ),
      );
    }
    terminal.line(`${plain(id)}: withdrawn`);
    return done;
  });
}
