/** AWS's partitions, between which nothing is delegated (IAM-SEMANTICS 4). Data. */
export const partitions: readonly string[] = [
  "aws",
  "aws-cn",
  "aws-us-gov",
  "aws-eusc",
  "aws-iso",
  "aws-iso-b",
  "aws-iso-e",
  "aws-iso-f",
];
