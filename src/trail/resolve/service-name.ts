/** Services by their hosts: a trust policy may name `states.eu-west-1.amazonaws.com` where a trail tells `states.amazonaws.com`, and so around. */

/** The same host, or the same service of which one of them tells no region. */
export function isSameService(a: string, b: string): boolean {
  return a === b || withoutRegion(a) === b || a === withoutRegion(b);
}

function withoutRegion(host: string): string {
  return host.replace(/^([\w.-]+)\.[a-z]{2,3}(?:-[a-z]+)+-\d+(\.amazonaws\.com(?:\.cn)?)$/, "$1$2");
}
