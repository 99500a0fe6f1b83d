import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rootCertificates } from 'node:tls';
import type { CertificateAuthority } from './certificate-authority';

/** Where Linux distributions and macOS keep the roots that the system trusts. */
const SYSTEM_ROOTS = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/**
 * The variables by which unmodified clients find the gateway. Node's Twilio clients read `HTTP_PROXY`, Go's and curl `HTTPS_PROXY`;
 * `NODE_EXTRA_CA_CERTS` adds to what Node trusts, while `SSL_CERT_FILE` and its like replace it, so that file has the system's roots as well.
 */
export function proxyEnvironment(port: number, authority: CertificateAuthority): Record<string, string> {
  const proxy = `http://127.0.0.1:${port}`;
  const bundleFile = join(dirname(authority.caFile), 'ca-bundle.pem');
  writeFileSync(bundleFile, `${systemRoots()}\n${authority.caPem}`);
  return {
    HTTP_PROXY: proxy,
    HTTPS_PROXY: proxy,
    NO_PROXY: 'localhost,127.0.0.1,::1',
    NODE_EXTRA_CA_CERTS: authority.caFile,
    SSL_CERT_FILE: bundleFile,
    REQUESTS_CA_BUNDLE: bundleFile,
    CURL_CA_BUNDLE: bundleFile,
  };
}

function systemRoots(): string {
  const file = SYSTEM_ROOTS.find(existsSync);
  return file === undefined ? rootCertificates.join('\n') : readFileSync(file, 'utf8');
}
