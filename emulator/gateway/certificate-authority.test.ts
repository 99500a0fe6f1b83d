import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCertificateAuthority } from './certificate-authority';

const folder = mkdtempSync(join(tmpdir(), 'linekit-authority-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the authority is made once, kept, and signs for itself', async () => {
  const first = await openCertificateAuthority(folder);
  const certificate = new X509Certificate(first.caPem);
  expect(certificate.ca).toBe(true);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(readFileSync(first.caFile, 'utf8')).toBe(first.caPem);
  expect(statSync(join(folder, 'ca-key.pem')).mode & 0o777).toBe(0o600);
  expect((await openCertificateAuthority(folder)).caPem).toBe(first.caPem);
});

test('a name is signed for once', async () => {
  const authority = await openCertificateAuthority(folder);
  const context = await authority.secureContextFor('api.twilio.com');
  expect(await authority.secureContextFor('api.twilio.com')).toBe(context);
});
