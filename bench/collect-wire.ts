/** The built executable collecting from moto over the wire, against the bare SDK making the same calls to the same server. */
import { join } from "node:path";
import { collectors } from "../src/collect/live/index.ts";
import { ofEachProtocol } from "../test/support/collect-run.ts";
import { startMotoWith } from "../test/support/moto.ts";
import { seedOrganization } from "../test/support/moto-organization.ts";
import { type Measurement, measure } from "./measure.ts";
import { type Row, seconds, times } from "./page.ts";

/** Of AWS's default regions, the home first. */
const allRegions =
  "us-east-1,us-east-2,us-west-1,us-west-2,eu-west-1,eu-west-2,eu-west-3,eu-central-1,eu-north-1,ap-south-1,ap-southeast-1,ap-southeast-2,ap-northeast-1,ap-northeast-2,ap-northeast-3,ca-central-1,sa-east-1".split(
    ",",
  );

/** Without those of the organization: moto lacks one of their calls, which would be repeated for 35 seconds. */
export const overTheWire: readonly string[] = collectors
  .filter(({ name, scope }) => ofEachProtocol.includes(name) && scope !== "organization")
  .map(({ name }) => name);

type Summary = {
  readonly accountsWithData: number;
  readonly roles: number;
  readonly calls: { readonly calls: number; readonly attempts: number };
  readonly coverage: readonly unknown[];
};

export async function measureOverTheWire(
  folder: string,
  accounts: number,
  roles: number,
  regionCount: number,
): Promise<readonly Row[]> {
  // Without the hundreds of images that each region of each account would have: they are 100 times all else, in time and memory.
  await startMotoWith({ MOTO_EC2_LOAD_DEFAULT_AMIS: "false" });
  const organization = await seedOrganization(accounts, roles);
  const regions = allRegions.slice(0, regionCount).join();
  const collect = (): Measurement =>
    measure([
      ...["dist/accesslens.js", "collect", "--role-name", "OrganizationAccountAccessRole"],
      ...["--services", overTheWire.join(), "--regions", regions],
      ...["--accounts", organization.accounts.join()],
      // moto has no limits.
      ...["--rate", "1000", "--restart", "--format", "json", "--out", join(folder, "wire.alens")],
    ]);
  const ours = collect();
  const bare = measure(["bench/collect-bare.ts", organization.accounts.join(), regions]);
  const summary: Summary = JSON.parse(ours.stdout);
  const { calls, attempts } = summary.calls;
  const bareCalls = Number(bare.stdout);
  const each = (run: Measurement, count: number): number => (run.cpuSeconds * 1000) / count;
  const [ourEach, bareEach] = [each(ours, calls), each(bare, bareCalls)];
  const work = `${accounts} × ${roles}, ${regionCount} regions, ${calls.toLocaleString("en")} calls to moto, whole process`;
  return [
    {
      work: `${work}: time`,
      figure: `${seconds(ours.wallSeconds)}, peak ${ours.peakMegabytes.toFixed(0)} MB; ${summary.accountsWithData} accounts with data, ${summary.roles.toLocaleString("en")} roles, ${summary.coverage.length} gaps`,
      ratio: `${times(ours.wallSeconds / bare.wallSeconds)} the bare SDK (${seconds(bare.wallSeconds)}, ${bareCalls.toLocaleString("en")} calls)`,
      target: "",
    },
    {
      work: `${work}: CPU a call, snapshot written`,
      figure: `${ourEach.toFixed(2)} ms`,
      ratio: `${times(ourEach / bareEach)} the bare SDK (${bareEach.toFixed(2)} ms)`,
      target: "< 1.5×",
    },
    {
      work: `${work}: attempts beyond the calls`,
      figure: `${attempts - calls} of ${attempts.toLocaleString("en")}`,
      ratio: times(attempts / calls),
      target: "≤ 1.05×",
    },
  ];
}
