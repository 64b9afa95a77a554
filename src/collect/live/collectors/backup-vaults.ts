import { defineCollector, unread } from "../collector.ts";

export const backupVaults = defineCollector({
  name: "backup-vaults",
  title: "Backup vaults",
  service: "backup",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::Backup::BackupVault", "AWS::Backup::LogicallyAirGappedBackupVault"],
  reads: [
    { call: "ListBackupVaults", action: "backup:ListBackupVaults", why: "finds the vaults" },
    {
      call: "GetBackupVaultAccessPolicy",
      action: "backup:GetBackupVaultAccessPolicy",
      why: "reads a vault's policy",
    },
  ],
  load: () => import("@aws-sdk/client-backup"),
  client: (sdk, configuration) => new sdk.BackupClient(configuration),
  async collect({ sdk, client, found }) {
    for await (const { BackupVaultList = [] } of sdk.paginateListBackupVaults(
      { client, pageSize: 1000 },
      {},
    )) {
      await found.each(
        BackupVaultList,
        ({ BackupVaultArn = "" }) => BackupVaultArn,
        async ({ BackupVaultArn, BackupVaultName, VaultType }) => {
          if (BackupVaultArn === undefined) return;
          const command = new sdk.GetBackupVaultAccessPolicyCommand({ BackupVaultName });
          const policy = await found.try(BackupVaultArn, () => client.send(command), null);
          found.resource({
            Arn: BackupVaultArn,
            Type:
              VaultType === "LOGICALLY_AIR_GAPPED_BACKUP_VAULT"
                ? "AWS::Backup::LogicallyAirGappedBackupVault"
                : "AWS::Backup::BackupVault",
            ...(policy === unread ? {} : { Policy: policy?.Policy ?? null }),
          });
        },
      );
    }
  },
});
