import dns from 'node:dns';

/** Example addresses would do, but Functions that refuse what is not public would refuse them. Source: IANA, 192.0.43.8 was example.org's. */
const ADDRESS = { address: '192.0.43.8', family: 4 };

/**
 * Every name has an address in this process, and nobody outside is asked for one: connections go to the gateway, which knows the host by the name
 * that TLS asks for. `localhost` stays as it is.
 */
export function answerNames(): void {
  const { lookup } = dns;
  const { lookup: ask } = dns.promises;
  Reflect.set(dns, 'lookup', (name: string, ...rest: unknown[]) => {
    if (name === 'localhost') return Reflect.apply(lookup, dns, [name, ...rest]) as unknown;
    const callback = rest.at(-1) as (error: null, ...found: unknown[]) => void;
    setImmediate(() => (isAll(rest[0]) ? callback(null, [ADDRESS]) : callback(null, ADDRESS.address, ADDRESS.family)));
    return undefined;
  });
  Reflect.set(dns.promises, 'lookup', async (name: string, options: unknown) => {
    if (name === 'localhost') return Reflect.apply(ask, dns.promises, [name, options]) as unknown;
    return isAll(options) ? [ADDRESS] : ADDRESS;
  });
}

function isAll(options: unknown): boolean {
  return typeof options === 'object' && options !== null && 'all' in options && options.all === true;
}
