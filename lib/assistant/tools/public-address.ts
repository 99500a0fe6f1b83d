import { BlockList, isIP } from 'node:net';

/** Not on the public internet, or not one host. Source: IANA special-purpose address registries for IPv4 and IPv6. */
const V4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
];
/** Of IPv6 only 2000::/3 is global unicast; of it these are not hosts, or carry an IPv4 address inside. */
const V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const blocked = new BlockList();
for (const range of V4) blocked.addSubnet(...parts(range), 'ipv4');
for (const range of V6) blocked.addSubnet(...parts(range), 'ipv6');
const global = new BlockList();
global.addSubnet('2000::', 3, 'ipv6');

function parts(range: string): [string, number] {
  const [address = '', bits = ''] = range.split('/');
  return [address, Number(bits)];
}

/** Whether an IP address is a public host's. Anything else (a name, a zone, an IPv4 address dressed as IPv6) is not. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !blocked.check(address, 'ipv4');
  return family === 6 && !address.includes('%') && global.check(address, 'ipv6') && !blocked.check(address, 'ipv6');
}
