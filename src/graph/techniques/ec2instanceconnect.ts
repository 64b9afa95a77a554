/** Techniques by EC2 Instance Connect. */
import { roleOfInstance } from "./ec2.ts";
import type { Technique } from "./technique.ts";

export const ec2instanceconnectTechniques: readonly Technique[] = [
  {
    id: "ec2instanceconnect-003",
    title: "pushes an SSH key to an existing EC2 instance and logs in",
    references: ["https://pathfinding.cloud/paths/ec2instanceconnect-003"],
    gives: roleOfInstance,
    needs: [{ action: "ec2-instance-connect:SendSSHPublicKey", on: "workload" }],
    unseen: [
      "the instance is running with EC2 Instance Connect installed (describe-instances, its image)",
      "the instance's port 22 can be reached (its security groups and routes)",
    ],
    commands: [
      "aws ec2-instance-connect send-ssh-public-key --instance-id {workload.name} --instance-os-user ec2-user --ssh-public-key file://KEY.pub",
      "ssh -i KEY ec2-user@ADDRESS",
    ],
  },
];
