/** What S3 does where nobody has set a public-access block: nothing is blocked. */
export const noBlock = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
} as const;
