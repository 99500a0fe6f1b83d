import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import { signCertificate, type KeyPair } from './certificate';

const AUTHORITY_NAME = 'linekit local Twilio';
const AUTHORITY_DAYS = 3650;
/** Apple's clients refuse server certificates that live longer than 398 days, https://support.apple.com/en-us/102028. */
const LEAF_DAYS = 397;
/** An authority with less time left is made anew. */
const LEAST_DAYS_LEFT = 30;

/** Signs for the hosts that the local Twilio stands in for. */
export interface CertificateAuthority {
  /** PEM file for NODE_EXTRA_CA_CERTS. */
  readonly caFile: string;
  readonly caPem: string;
  /** Key and certificate for a server of that name, made at first use. */
  secureContextFor(host: string): SecureContext;
}

/** The authority kept in that folder (`ca.pem`, `ca-key.pem`), made at first use: those who trust it once trust it after a restart. */
export function openCertificateAuthority(folder: string): CertificateAuthority {
  const caFile = join(folder, 'ca.pem');
  const { keys: issuerKey, caPem } = readAuthority(folder) ?? makeAuthority(folder);
  const leafKeys = makeKeys();
  const key = leafKeys.privateKey.export({ type: 'pkcs8', format: 'pem' });
  const contexts = new Map<string, SecureContext>();
  return {
    caFile,
    caPem,
    secureContextFor(host) {
      const known = contexts.get(host);
      if (known) return known;
      const { publicKey } = leafKeys;
      const hosts = host === 'localhost' ? [host, '127.0.0.1'] : [host];
      const issuer = AUTHORITY_NAME;
      const cert = signCertificate({
        subject: 'local Twilio',
        publicKey,
        issuer,
        issuerKey,
        hosts,
        validDays: LEAF_DAYS,
      });
      const context = createSecureContext({ key, cert });
      contexts.set(host, context);
      return context;
    },
  };
}

interface Authority {
  readonly keys: KeyPair;
  readonly caPem: string;
}

function readAuthority(folder: string): Authority | undefined {
  const caFile = join(folder, 'ca.pem');
  const keyFile = join(folder, 'ca-key.pem');
  if (!existsSync(caFile) || !existsSync(keyFile)) return undefined;
  const caPem = readFileSync(caFile, 'utf8');
  const certificate = new X509Certificate(caPem);
  const privateKey = createPrivateKey(readFileSync(keyFile));
  const endsMs = Date.parse(certificate.validTo);
  if (!certificate.checkPrivateKey(privateKey) || endsMs - Date.now() < LEAST_DAYS_LEFT * 86_400_000) return undefined;
  return { caPem, keys: { privateKey, publicKey: createPublicKey(privateKey) } };
}

function makeAuthority(folder: string): Authority {
  const keys = makeKeys();
  const caPem = signCertificate({
    subject: AUTHORITY_NAME,
    publicKey: keys.publicKey,
    issuer: AUTHORITY_NAME,
    issuerKey: keys,
    validDays: AUTHORITY_DAYS,
  });
  mkdirSync(folder, { recursive: true });
  const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' });
  writeFileSync(join(folder, 'ca-key.pem'), key, { mode: 0o600 });
  writeFileSync(join(folder, 'ca.pem'), caPem);
  return { keys, caPem };
}

function makeKeys(): KeyPair {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}
