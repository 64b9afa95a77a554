/** Techniques by EventBridge Scheduler, which calls AWS as a role. */
import type { Technique } from "./technique.ts";

export const schedulerTechniques: readonly Technique[] = [
  {
    id: "accesslens-scheduler-schedule",
    title: "passes the role to a new schedule, which makes one AWS call that is not a mere reading",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/eventbridgescheduler-privesc/index.html",
      "https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html",
    ],
    gives: { kind: "passed-role", services: ["scheduler.amazonaws.com"] },
    needs: [
      { action: "iam:PassRole", on: "target" },
      {
        action: "scheduler:CreateSchedule",
        on: { form: "arn:${Partition}:scheduler:*:${Account}:schedule/*/*" },
      },
    ],
    commands: [
      'aws scheduler create-schedule --name NAME --schedule-expression "rate(1 minutes)" --flexible-time-window Mode=OFF --target file://TARGET.json',
    ],
  },
];
