/**
 * Services that list which of their actions other accounts can be given at all, folded (IAM-SEMANTICS 61, 64). Data: a
 * policy that allows another account any other action of these has no effect.
 */
export const crossAccountActions: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    "kms",
    actionsOf(
      "kms",
      `encrypt decrypt reencryptfrom reencryptto generatedatakey generatedatakeypair generatedatakeypairwithoutplaintext
       generatedatakeywithoutplaintext generatemac verifymac sign verify derivesharedsecret creategrant describekey
       getkeyrotationstatus getpublickey listgrants retiregrant revokegrant`,
    ),
  ],
  [
    "secretsmanager",
    actionsOf(
      "secretsmanager",
      `cancelrotatesecret deleteresourcepolicy deletesecret describesecret getrandompassword getresourcepolicy
       getsecretvalue listsecretversionids putresourcepolicy putsecretvalue removeregionsfromreplication
       replicatesecrettoregions restoresecret rotatesecret stopreplicationtoreplica tagresource untagresource updatesecret
       updatesecretversionstage validateresourcepolicy`,
    ),
  ],
]);

function actionsOf(service: string, names: string): ReadonlySet<string> {
  return new Set(names.split(/\s+/).map((name) => `${service}:${name}`));
}
