import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signAuthority, signServer } from './certificate';

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });

function signed(hosts: readonly string[]): { authority: X509Certificate; leaf: X509Certificate } {
  const caPem = signAuthority({ name: 'Local', keys, validDays: 10 });
  const authority = { caPem, privateKey: keys.privateKey };
  const pem = signServer({ name: 'server', hosts, publicKey: server.publicKey, authority, validDays: 5 });
  return { authority: new X509Certificate(caPem), leaf: new X509Certificate(pem) };
}

test('a server is vouched for by the authority, for its hosts alone', () => {
  const { authority, leaf } = signed(['localhost', '127.0.0.1']);
  expect(leaf.checkIssued(authority)).toBe(true);
  expect(leaf.verify(keys.publicKey)).toBe(true);
  expect(leaf.checkPrivateKey(server.privateKey)).toBe(true);
  expect(leaf.ca).toBe(false);
  expect(leaf.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1');
  expect(leaf.checkHost('api.twilio.com')).toBeUndefined();
  expect(leaf.issuer).toBe('CN=Local');
  expect([authority.ca, authority.checkIssued(authority), authority.verify(keys.publicKey)]).toEqual([
    true,
    true,
    true,
  ]);
  expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
});

test('both hold from yesterday on, for as long as was asked', () => {
  const { authority, leaf } = signed(['api.twilio.com']);
  for (const [certificate, days] of [[authority, 10] as const, [leaf, 5] as const]) {
    const spanMs = Date.parse(certificate.validTo) - Date.parse(certificate.validFrom);
    expect(Math.round(spanMs / 86_400_000)).toBe(days + 1);
    expect(Date.parse(certificate.validFrom)).toBeLessThan(Date.now());
  }
});

test('no two have the same serial number', () => {
  const [first, second] = [signed(['a.example']), signed(['a.example'])];
  expect(first.leaf.serialNumber).not.toBe(second.leaf.serialNumber);
});

test('OpenSSL, at its strictest, takes it for the host that it names', () => {
  const folder = mkdtempSync(join(tmpdir(), 'linekit-certificate-'));
  const { authority, leaf } = signed(['api.twilio.com']);
  const [ca, server] = [join(folder, 'ca.pem'), join(folder, 'server.pem')];
  writeFileSync(ca, authority.toString());
  writeFileSync(server, leaf.toString());
  const words = [
    'verify',
    '-x509_strict',
    '-CAfile',
    ca,
    '-verify_hostname',
    'api.twilio.com',
    '-purpose',
    'sslserver',
  ];
  const { status, stderr, error } = spawnSync('openssl', [...words, server], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  // Where there is no openssl, Node's own judgement above has to do.
  if (error === undefined) expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
