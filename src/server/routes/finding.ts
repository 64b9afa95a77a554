/** One finding as a whole, with the edit that mends it. */
import type { FastifyInstance } from "fastify";
import type { ChainFixes, FindingSummary } from "../../findings/finding-list.ts";
import { type Suppression, suppressionList } from "../../findings/suppressions.ts";
import type { Finding, Fix } from "../../findings/types.ts";
import { fixCommands } from "../../report/fix/fix-commands.ts";
import { maskFinding, maskPolicyText } from "../../report/mask.ts";
import { simulateCommand } from "../../report/simulate-command.ts";
import {
  type AcceptedAt,
  acceptanceOf,
  findingAnswerShape,
  placeCalled,
  policyAt,
} from "../../work/triage/index.ts";
import { answer } from "../answer.ts";
import { described } from "../described.ts";
import type { Served } from "../served.ts";
import type { Triage } from "../triage.ts";

/** Fixes of chains that were tried, which took seconds each: of the findings that somebody looks at. */
const kept = 200;

export function addFinding(server: FastifyInstance, served: Served, triage: Triage): void {
  const { findings } = served.scan;
  const tried = new Map<string, Finding>();
  const detail = (summary: FindingSummary, chainFixes: ChainFixes): Finding => {
    const known = tried.get(summary.id);
    if (known !== undefined) return known;
    const finding = findings.detail(summary, chainFixes);
    if (chainFixes === "tried") {
      tried.set(summary.id, finding);
      const [oldest] = tried.keys();
      if (tried.size > kept && oldest !== undefined) tried.delete(oldest);
    }
    return finding;
  };
  server.get<{ Params: { readonly id: string }; Querystring: { readonly fix: ChainFixes } }>(
    "/api/findings/:id",
    {
      schema: described(
        {
          summary:
            "One finding as `accesslens explain`, and its fix as texts to take along; by its id, or the beginning of one.",
          params: { type: "object", properties: { id: { type: "string", pattern: "^[0-9a-f]{4,16}$" } } },
          querystring: {
            type: "object",
            properties: {
              fix: {
                enum: ["tried", "advised"],
                default: "tried",
                description:
                  "advised: at once; of a chain, the edit that is best of those tried takes seconds in a large organization.",
              },
            },
          },
        },
        findingAnswerShape,
      ),
    },
    ({ params, query }, reply) => {
      const summary = findings.find(params.id);
      if (summary === null) {
        const error = {
          message: `There is no finding ${params.id}, or several begin so.`,
          advice:
            "It may have been mended, or its rule may not run any more: GET /api/findings?summary=true tells the ids.",
        };
        return reply.code(404).send({ error });
      }
      return answer(reply, whole(detail(summary, query.fix), tried.has(summary.id), served, triage));
    },
  );
}

/** `wasTried`: the fix is the best that there is. */
function whole(finding: Finding, wasTried: boolean, served: Served, triage: Triage) {
  const { scan, masksExternalIds, where } = served;
  const { desk, accepted, accountName } = triage;
  const acceptance = covering(finding, accepted());
  const shown = masksExternalIds ? maskFinding(finding) : finding;
  const rule = scan.engine.config.rules.find(({ id }) => id === finding.rule);
  return {
    ...shown,
    status: acceptance === null ? "open" : "suppressed",
    accountName: accountName(finding.account),
    acceptance: acceptanceOf(acceptance),
    alike: desk.alike(finding.id),
    triesFix: rule?.kind === "reach" && !wasTried,
    edit: finding.fix === null ? null : editOf(finding, finding.fix, shown.fix, served),
    simulate: shown.witness === null ? null : simulateCommand(shown.witness, where, masksExternalIds),
  };
}

function covering(finding: Finding, { suppressions, now }: AcceptedAt): Suppression | null {
  return suppressionList(suppressions, now).covering(finding);
}

const noCommands = { cli: null, terraform: null, cloudFormation: null };

/** `shown`: the fix, masked where it is. */
function editOf({ account }: Finding, fix: Fix, shown: Fix | null, { scan, masksExternalIds }: Served) {
  const { snapshot } = scan.engine;
  const place = fix.where === null ? null : placeCalled(fix.where, snapshot, account);
  if (place === null) return null;
  const before = place.kind === "attachment" ? null : policyAt(place, snapshot, account);
  // Applied as it is shown, a masked ID would take the place of the real one.
  const masked = fix.policy !== (shown?.policy ?? null);
  return {
    before: before === null || !masksExternalIds ? before : maskPolicyText(before),
    commands: masked ? noCommands : fixCommands(place, fix.policy),
    masked,
  };
}
