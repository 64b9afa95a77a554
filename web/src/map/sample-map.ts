/** Made-up organizations of any size, for tests of what is drawn. */
import type { OrganizationMap } from "./model.ts";

/** The same for the same numbers. */
export function sampleMap(accounts: number, trusts: number, parties = 40): OrganizationMap {
  let state = 12345;
  const next = (below: number): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
  const units = Array.from({ length: 12 }, (_, at) => ({
    id: `ou-${at}`,
    name: `unit ${at}`,
    parent: at === 0 ? null : next(at),
  }));
  const columns = Array.from({ length: trusts }, () => ({
    from: next(accounts + parties),
    to: next(accounts),
    flags: next(1 << 6),
    roles: 1 + next(20),
  })).filter(({ from, to }) => from !== to);
  return {
    organization: "o-sample",
    createdAt: 1,
    flags: [
      "external",
      "withoutExternalId",
      "leadsToAdministrator",
      "crossesUnits",
      "unused",
      "may",
      "service",
      "identityProvider",
      "anyone",
      "wholeAccount",
    ],
    units,
    accounts: Array.from({ length: accounts }, (_, at) => ({
      id: String(100000000000 + at),
      name: `account ${at}`,
      unit: next(13) === 12 ? null : next(12),
      hasData: next(10) > 0,
      status: "ACTIVE",
      roles: next(300),
      administered: false,
      severity: null,
      findings: 0,
    })),
    parties: Array.from({ length: parties }, (_, at) => ({
      kind: at % 3 === 0 ? "federated" : "account",
      id: String(200000000000 + at),
      name: at % 2 === 0 ? `vendor ${at}` : null,
      external: true,
      group: at % 7 === 0 ? "clusters" : null,
    })),
    trusts: {
      from: columns.map(({ from }) => from),
      to: columns.map(({ to }) => to),
      flags: columns.map(({ flags }) => flags),
      roles: columns.map(({ roles }) => roles),
    },
    techniques: [],
  };
}
