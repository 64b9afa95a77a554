/** The calls that are made to ask for a trail in SQL, each with what it is for; no other is ever sent. */

export type TrailCallNeed = {
  /** As the SDK names it. */
  readonly call: string;
  readonly action: string;
  readonly why: string;
};

export const athenaCalls: readonly TrailCallNeed[] = [
  {
    call: "GetWorkGroup",
    action: "athena:GetWorkGroup",
    why: "tells where the workgroup puts results, and what it lets a query scan",
  },
  {
    call: "GetTableMetadata",
    action: "athena:GetTableMetadata",
    why: "tells the table's columns and partitions",
  },
  { call: "StartQueryExecution", action: "athena:StartQueryExecution", why: "asks the question" },
  {
    call: "GetQueryExecution",
    action: "athena:GetQueryExecution",
    why: "tells whether it is answered, and what was scanned",
  },
  { call: "GetQueryResults", action: "athena:GetQueryResults", why: "fetches the answer" },
  {
    call: "StopQueryExecution",
    action: "athena:StopQueryExecution",
    why: "stops a query that scans too much, or that nobody waits for",
  },
];

/** What Athena does in the caller's name, and the listing that a cost is estimated by. */
export const athenaNeedsBesides: readonly Omit<TrailCallNeed, "call">[] = [
  { action: "glue:GetDatabase", why: "Athena looks up the table" },
  { action: "glue:GetTable", why: "Athena looks up the table" },
  { action: "glue:GetPartitions", why: "Athena looks up partitions of tables without projection" },
  { action: "s3:GetObject", why: "Athena reads the trail's files, and writes and reads results" },
  { action: "s3:PutObject", why: "Athena writes results" },
  { action: "s3:GetBucketLocation", why: "Athena looks up the buckets" },
  { action: "s3:ListBucket", why: "lists files of a sample of days, for what a query will scan" },
  { action: "kms:Decrypt", why: "where the trail's files or the results are encrypted with a key of yours" },
];

export const listingCalls: readonly TrailCallNeed[] = [
  {
    call: "ListObjectsV2",
    action: "s3:ListBucket",
    why: "lists files of a sample of days, for what a query will scan",
  },
];

export const lakeCalls: readonly TrailCallNeed[] = [
  { call: "StartQuery", action: "cloudtrail:StartQuery", why: "asks for the events" },
  {
    call: "DescribeQuery",
    action: "cloudtrail:DescribeQuery",
    why: "tells whether they are there, and what was scanned",
  },
  { call: "GetQueryResults", action: "cloudtrail:GetQueryResults", why: "fetches them" },
  {
    call: "CancelQuery",
    action: "cloudtrail:CancelQuery",
    why: "stops a query that scans too much, or that nobody waits for",
  },
];
