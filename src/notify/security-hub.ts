/** Alerts as findings of AWS Security Hub. */
import { plain } from "../model/plain-text.ts";
import { securityHubFindings } from "./asff.ts";
import { awsCall, awsRefusal } from "./aws-call.ts";
import { delivered, type OpenChannel } from "./channel.ts";
import type { ChannelOf } from "./settings.ts";

/** Security Hub takes so many findings in a call. */
const mostFindings = 100;

/** The findings belong to the account whose credentials send them: Security Hub takes others' from its partners only. */
export function openSecurityHub(settings: ChannelOf<"security-hub">): OpenChannel {
  const { region, timeoutSeconds, name } = settings;
  const opened = async () => {
    const { SecurityHubClient, BatchImportFindingsCommand } = await import("@aws-sdk/client-securityhub");
    return { client: new SecurityHubClient({ region, maxAttempts: 2 }), BatchImportFindingsCommand };
  };
  let sdk: ReturnType<typeof opened> | null = null;
  return {
    name,
    send: (alert, signal) =>
      awsCall(
        async (abortSignal) => {
          sdk ??= opened();
          const { client, BatchImportFindingsCommand } = await sdk;
          const findings = securityHubFindings(alert, settings);
          for (let from = 0; from < findings.length; from += mostFindings) {
            const command = new BatchImportFindingsCommand({
              Findings: findings.slice(from, from + mostFindings).map((one) => ({
                ...one,
                Types: [...one.Types],
                Resources: one.Resources.map((resource) => ({ ...resource })),
                ProductFields: { ...one.ProductFields },
              })),
            });
            const { FailedFindings = [] } = await client.send(command, { abortSignal });
            const [failed] = FailedFindings;
            // Those that were taken are taken again as what they are: their ids stay.
            if (failed !== undefined) return awsRefusal(failed.ErrorCode, failed.ErrorMessage);
          }
          return delivered(`${findings.length} findings in ${plain(region)}`);
        },
        timeoutSeconds,
        signal,
      ),
    close() {
      void sdk?.then(({ client }) => client.destroy());
    },
  };
}
