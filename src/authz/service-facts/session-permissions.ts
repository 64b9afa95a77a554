/** Permissions that an assumption needs besides its own action, by how the keys that ask for them begin, lower case. Data. */
export const sessionPermissions = [
  { action: "sts:TagSession", beginnings: ["aws:requesttag/", "aws:tagkeys", "sts:transitivetagkeys"] },
  // A source identity that was set earlier stays with the session, and the next role must take it too (rule 32).
  { action: "sts:SetSourceIdentity", beginnings: ["sts:sourceidentity", "aws:sourceidentity"] },
  { action: "sts:SetContext", beginnings: ["sts:requestcontext"] },
] as const;
