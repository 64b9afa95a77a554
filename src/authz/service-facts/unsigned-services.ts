/** Services that take requests without a signature, by the prefix of their actions (IAM-SEMANTICS 65, 68). Data. */
export const unsignedServices: ReadonlySet<string> = new Set(["s3", "sns", "sqs"]);
