import ipaddr from 'ipaddr.js';

/** Groups of sixteen bits that name a network of IPv6; the other four are the device's. */
const NETWORK_GROUPS = 4;

/**
 * What is counted as one caller: an address of IPv4, however it is written, and a /64 of IPv6, which a household has to itself:
 * counted singly its addresses would be no limit at all.
 */
export function networkOf(ip: string): string {
  if (!ip.includes(':') || !ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip);
  if (!(address instanceof ipaddr.IPv6)) return address.toString();
  const groups = address.parts.slice(0, NETWORK_GROUPS).map((group) => group.toString(16));
  return `${groups.join(':')}::/64`;
}
