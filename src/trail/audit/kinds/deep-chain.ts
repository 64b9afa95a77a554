import { type AuditKind, grantedRoles, remark } from "../audit-kind.ts";

export const deepChain: AuditKind = {
  id: "deep-chain",
  title: "A long chain of roles",
  about:
    "More assumptions than --depth stand before this one. Who stands at the beginning can be told by the links alone, and each link lasts an hour at most (IAM-SEMANTICS 29).",
  needs: null,
  *find(world) {
    for (const one of grantedRoles(world)) {
      const { depth } = one.use;
      if (depth === null || depth <= world.settings.depth) continue;
      yield remark(one, `${depth} assumptions stand before it`);
    }
  },
};
