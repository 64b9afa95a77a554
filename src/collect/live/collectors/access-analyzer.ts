import { defineCollector } from "../collector.ts";

/**
 * Findings are kept beside what we find ourselves, to be compared; they decide nothing. By the second version of the call,
 * ListFindingsV2, each finding would need a call more to tell who is let in.
 */
export const accessAnalyzer = defineCollector({
  name: "access-analyzer",
  title: "Access Analyzer's analyzers and findings of external access",
  service: "access-analyzer",
  scope: "region",
  about: "account-settings",
  types: [],
  reads: [
    { call: "ListAnalyzers", action: "access-analyzer:ListAnalyzers", why: "finds the analyzers" },
    {
      call: "ListFindings",
      action: "access-analyzer:ListFindings",
      why: "reads what AWS finds of external access, to compare it with what AccessLens finds",
    },
  ],
  load: () => import("@aws-sdk/client-accessanalyzer"),
  client: (sdk, configuration) => new sdk.AccessAnalyzerClient(configuration),
  async collect({ sdk, client, place, found }) {
    const analyzers = [];
    for await (const page of sdk.paginateListAnalyzers({ client, pageSize: 100 }, {})) {
      analyzers.push(...(page.analyzers ?? []));
    }
    found.part("account", { AccessAnalyzers: [] });
    await found.each(
      // Those of unused and of internal access find other things.
      analyzers.filter(({ type }) => type === "ACCOUNT" || type === "ORGANIZATION"),
      ({ arn = "" }) => arn,
      async ({ arn: analyzerArn, name, type, status }) => {
        const findings: object[] = [];
        // Archived ones tell why it is silent about what we find; resolved ones are no more.
        const standing = { analyzerArn, filter: { status: { eq: ["ACTIVE", "ARCHIVED"] } } };
        for await (const page of sdk.paginateListFindings({ client, pageSize: 100 }, standing)) {
          findings.push(...(page.findings ?? []));
        }
        found.part("account", {
          AccessAnalyzers: [{ arn: analyzerArn, name, type, status, region: place.region, findings }],
        });
      },
    );
  },
});
