import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { signAuthority, signServer } from './certificate';

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });

async function signed(hosts: readonly string[]): Promise<{ authority: X509Certificate; leaf: X509Certificate }> {
  const caPem = await signAuthority({ name: 'Local', keys, validDays: 10 });
  const authority = { caPem, privateKey: keys.privateKey };
  const pem = await signServer({ name: 'server', hosts, publicKey: server.publicKey, authority, validDays: 5 });
  return { authority: new X509Certificate(caPem), leaf: new X509Certificate(pem) };
}

test('a server is vouched for by the authority, for its hosts alone', async () => {
  const { authority, leaf } = await signed(['localhost', '127.0.0.1']);
  expect(leaf.checkIssued(authority)).toBe(true);
  expect(leaf.verify(keys.publicKey)).toBe(true);
  expect(leaf.checkPrivateKey(server.privateKey)).toBe(true);
  expect(leaf.ca).toBe(false);
  expect(leaf.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1');
  expect(leaf.checkHost('api.twilio.com')).toBeUndefined();
  expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
});

test('both hold from yesterday on, for as long as was asked', async () => {
  const { authority, leaf } = await signed(['api.twilio.com']);
  for (const [certificate, days] of [[authority, 10] as const, [leaf, 5] as const]) {
    const spanMs = Date.parse(certificate.validTo) - Date.parse(certificate.validFrom);
    expect(Math.round(spanMs / 86_400_000)).toBe(days + 1);
    expect(Date.parse(certificate.validFrom)).toBeLessThan(Date.now());
  }
});

test('no two have the same serial number', async () => {
  const [first, second] = [await signed(['a.example']), await signed(['a.example'])];
  expect(first.leaf.serialNumber).not.toBe(second.leaf.serialNumber);
});
