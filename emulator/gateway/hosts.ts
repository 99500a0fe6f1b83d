/** Lower case and without the port. */
export function bareHost(hostAndPort: string): string {
  return hostAndPort.replace(/:\d+$/, '').toLowerCase();
}

/** "api.dublin.ie1.twilio.com" and "serverless.local.twilio.com" → the host of the product: "api.twilio.com", "serverless.twilio.com". */
export function foldRegion(host: string): string {
  return host.replace(/^([a-z0-9-]+)(?:\.[a-z0-9-]+){1,2}\.twilio\.com$/, '$1.twilio.com');
}

/** "conversations.twilio.com": a host of Twilio's, whether the local Twilio has it or not. */
export function isTwilioApi(host: string): boolean {
  return /^[a-z0-9-]+\.twilio\.com$/.test(host);
}

/** The machine itself: never a product. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** The first of `patterns` that stands for the host: its name, or "*.twil.io" for whatever ends so. */
export function matchHost(host: string, patterns: Iterable<string>): string | undefined {
  for (const pattern of patterns) {
    if (pattern === host) return pattern;
    if (pattern.startsWith('*.') && host.endsWith(pattern.slice(1))) return pattern;
  }
  return undefined;
}
