/** Who and what the rows about whole requests speak of. */
export const user = "arn:aws:iam::111111111111:user/ada";
export const role = "arn:aws:iam::111111111111:role/app";
export const session = "arn:aws:sts::111111111111:assumed-role/app/run";
export const federatedUser = "arn:aws:sts::111111111111:federated-user/ada";
export const root = "arn:aws:iam::111111111111:root";
export const serviceLinked =
  "arn:aws:iam::111111111111:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX";
export const otherUser = "arn:aws:iam::222222222222:user/bob";
export const otherRole = "arn:aws:iam::222222222222:role/app";
export const otherRoot = "arn:aws:iam::222222222222:root";
export const thirdRole = "arn:aws:iam::333333333333:role/app";
export const object = "arn:aws:s3:::data/report.csv";
export const bucket = "arn:aws:s3:::data";
export const queue = "arn:aws:sqs:eu-west-1:111111111111:orders";
export const topic = "arn:aws:sns:eu-west-1:111111111111:events";
export const key = "arn:aws:kms:eu-west-1:111111111111:key/1234abcd";
export const lambda = "arn:aws:lambda:eu-west-1:111111111111:function:report";
export const secret = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-Ab12Cd";
export const instance = "arn:aws:ec2:eu-west-1:111111111111:instance/i-1";

export const allowAll = { Effect: "Allow", Action: "*", Resource: "*" } as const;
export const allowReads = { Effect: "Allow", Action: "s3:Get*", Resource: "*" } as const;
export const allowQueues = { Effect: "Allow", Action: "sqs:*", Resource: "*" } as const;
export const denyReads = { Effect: "Deny", Action: "s3:Get*", Resource: "*" } as const;

/** A statement of a bucket's policy that lets the principal read. */
export function reads(principal: string | readonly string[]) {
  return {
    Effect: "Allow",
    Principal: { AWS: principal },
    Action: "s3:GetObject",
    Resource: object,
  } as const;
}

/** A statement of any resource's policy that lets the principal do everything. */
export function opensTo(principal: string | readonly string[]) {
  return { Effect: "Allow", Principal: { AWS: principal }, Action: "*", Resource: "*" } as const;
}
