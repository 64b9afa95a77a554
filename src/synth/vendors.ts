/**
 * Account ids of well-known vendors, as they publish them. Facts; the catalogue of github.com/fwdcloudsec/known_aws_accounts
 * (Apache-2.0) led to the vendors' own pages that are named here.
 */
export type Vendor = {
  readonly name: string;
  readonly account: string;
  /** What people call the role that they make for it. */
  readonly roleName: string;
  readonly source: string;
};

export const vendors: readonly Vendor[] = [
  {
    name: "Datadog",
    account: "464622532012",
    roleName: "DatadogIntegrationRole",
    source: "https://docs.datadoghq.com/integrations/guide/aws-manual-setup/",
  },
  {
    name: "New Relic",
    account: "754728514883",
    roleName: "NewRelicInfrastructure-Integrations",
    source:
      "https://docs.newrelic.com/docs/integrations/amazon-integrations/get-started/connect-aws-services-infrastructure",
  },
  {
    name: "Lacework",
    account: "434813966438",
    roleName: "lacework-config-role",
    source: "https://support.lacework.com/hc/en-us/articles/360017546933-Getting-Started",
  },
  {
    name: "Sumo Logic",
    account: "926226587429",
    roleName: "SumoLogicCollectorRole",
    source:
      "https://help.sumologic.com/03Send-Data/Sources/02Sources-for-Hosted-Collectors/Amazon-Web-Services/Grant-Access-to-an-AWS-Product",
  },
  {
    name: "Vanta",
    account: "956993596390",
    roleName: "vanta-auditor",
    source: "https://help.vanta.com/hc/en-us/articles/8451925240980-Connecting-Vanta-AWS-Organization",
  },
  {
    name: "Databricks",
    account: "414351767826",
    roleName: "databricks-cross-account",
    source: "https://docs.databricks.com/administration-guide/account-settings/aws-accounts.html",
  },
  {
    name: "Fivetran",
    account: "834469178297",
    roleName: "fivetran-connector",
    source: "https://fivetran.com/docs/logs/cloudwatch/setup-guide",
  },
  {
    name: "Spacelift",
    account: "324880187172",
    roleName: "spacelift-integration",
    source: "https://docs.spacelift.io/integrations/cloud-providers/aws",
  },
  {
    name: "Grafana",
    account: "008923505280",
    roleName: "grafana-cloud-cloudwatch",
    source: "https://grafana.com/docs/grafana-cloud/integrations/integrations/integration-cloudwatch/",
  },
  {
    name: "ProsperOps",
    account: "205499583182",
    roleName: "ProsperOps",
    source: "https://console.prosperops.com/onboarding",
  },
  {
    name: "CloudZero",
    account: "061190967865",
    roleName: "cloudzero-reader",
    source: "https://www.cloudzero.com/hubfs/CloudZero%20Configuration%20Guide%20-%20Automated.pdf",
  },
  {
    name: "Upwind",
    account: "340457201789",
    roleName: "UpwindIntegrationRole",
    source:
      "https://docs.upwind.io/public/getting-started/connect-cloud-account/aws/v1/organization#run-cloudformation-stackset-template",
  },
];
