# Role reader of spokes, for accounts 222222222222.
data "aws_partition" "current" {}

data "aws_caller_identity" "current" {}

variable "external_id" {
  type        = string
  description = "What the caller states"
  sensitive   = true
}

resource "aws_iam_role" "role" {
  name                 = "reader"
  path                 = "/spokes/"
  description          = "Reads \"it\" $${here}"
  max_session_duration = 3600
  permissions_boundary = "arn:${data.aws_partition.current.partition}:iam::aws:policy/ReadOnlyAccess"
  assume_role_policy   = jsonencode({
    "Version": "2012-10-17",
    "Statement": [
      {
        "Sid": "AccessLensAssume",
        "Effect": "Allow",
        "Principal": {
          "AWS": "arn:aws:iam::111111111111:role/hub"
        },
        "Action": [
          "sts:AssumeRole",
          "sts:TagSession",
          "sts:SetSourceIdentity"
        ],
        "Condition": {
          "StringLike": {
            "aws:RequestTag/team": "red-*",
            "sts:SourceIdentity": "*"
          },
          "ForAllValues:StringEquals": {
            "aws:TagKeys": "team",
            "sts:TransitiveTagKeys": "team"
          }
        }
      },
      {
        "Sid": "AccessLensAssume2",
        "Effect": "Allow",
        "Principal": {
          "AWS": "arn:${data.aws_partition.current.partition}:iam::464622532012:root"
        },
        "Action": "sts:AssumeRole",
        "Condition": {
          "StringEquals": {
            "sts:ExternalId": var.external_id
          }
        }
      }
    ]
  })
  tags = {
    "owner" = "the team"
    "accesslens:managed-by" = "spokes"
  }
}

resource "aws_iam_role_policy" "inline_1" {
  name   = "own"
  role   = aws_iam_role.role.id
  policy = jsonencode({
    "Version": "2012-10-17",
    "Statement": [
      {
        "Effect": "Allow",
        "Action": "s3:ListBucket",
        "Resource": "arn:${data.aws_partition.current.partition}:s3:::logs-${data.aws_caller_identity.current.account_id}"
      },
      {
        "Effect": "Allow",
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::home/$${aws:username}/*"
      }
    ]
  })
}

resource "aws_iam_role_policy_attachment" "attached_1" {
  role       = aws_iam_role.role.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/SecurityAudit"
}

resource "aws_iam_role_policy_attachment" "attached_2" {
  role       = aws_iam_role.role.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/job-function/ViewOnlyAccess"
}

output "role_arn" {
  value = aws_iam_role.role.arn
}
