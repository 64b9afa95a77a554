/**
 * The network that an address of a trail is told by: `203.0.113.0/24`, `2001:db8:1::/48` (as RFC 5952 writes it); an IPv4 address
 * in IPv6's clothes is IPv4's; what is no address (a service's host) stays as it is.
 */
export function networkOf(address: string): string {
  const four = /^(?:::ffff:)?(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/i.exec(address)?.[1];
  if (four !== undefined) return `${four}.0/24`;
  return address.includes(":") ? (networkOfSix(address) ?? address) : address;
}

function networkOfSix(address: string): string | null {
  const [before = "", after, ...more] = address.split("::");
  const head = before === "" ? [] : before.split(":");
  const tail = after === undefined || after === "" ? [] : after.split(":");
  const zeros = 8 - head.length - tail.length;
  if (more.length > 0 || (after === undefined ? zeros !== 0 : zeros < 1)) return null;
  const groups = [...head, ...Array.from({ length: zeros }, () => "0"), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  const told = groups.slice(0, 3).map((group) => Number.parseInt(group, 16).toString(16));
  while (told.at(-1) === "0") told.pop();
  return `${told.join(":")}::/48`;
}
