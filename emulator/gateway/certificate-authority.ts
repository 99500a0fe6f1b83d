import { createPrivateKey, generateKeyPairSync, X509Certificate, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createSecureContext, type SecureContext } from 'node:tls';
import type * as Signing from './certificate';

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
  secureContextFor(host: string): Promise<SecureContext>;
}

/** The authority kept in that folder (`ca.pem`, `ca-key.pem`), made at first use: those who trust it once trust it after a restart. */
export async function openCertificateAuthority(folder: string): Promise<CertificateAuthority> {
  const { privateKey, caPem } = readAuthority(folder) ?? (await makeAuthority(folder));
  const leafKeys = makeKeys();
  const key = leafKeys.privateKey.export({ type: 'pkcs8', format: 'pem' });
  const contexts = new Map<string, Promise<SecureContext>>();

  async function makeContext(host: string): Promise<SecureContext> {
    const { signServer } = await loadSigning();
    const cert = await signServer({
      name: 'local Twilio',
      hosts: host === 'localhost' ? [host, '127.0.0.1'] : [host],
      publicKey: leafKeys.publicKey,
      authority: { caPem, privateKey },
      validDays: LEAF_DAYS,
    });
    return createSecureContext({ key, cert });
  }

  return {
    caFile: join(folder, 'ca.pem'),
    caPem,
    secureContextFor(host) {
      const context = contexts.get(host) ?? makeContext(host);
      contexts.set(host, context);
      return context;
    },
  };
}

/** The library that signs takes some 100 ms to load, which only those pay who have something to sign. */
function loadSigning(): Promise<typeof Signing> {
  return import('./certificate');
}

interface Authority {
  readonly privateKey: KeyObject;
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
  return { caPem, privateKey };
}

async function makeAuthority(folder: string): Promise<Authority> {
  const keys = makeKeys();
  const { signAuthority } = await loadSigning();
  const caPem = await signAuthority({ name: AUTHORITY_NAME, keys, validDays: AUTHORITY_DAYS });
  mkdirSync(folder, { recursive: true });
  const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' });
  return withLock(folder, () => {
    // Another process may have been faster: then its authority counts.
    const other = readAuthority(folder);
    if (other) return other;
    replaceFile(join(folder, 'ca-key.pem'), key);
    replaceFile(join(folder, 'ca.pem'), caPem);
    return { privateKey: keys.privateKey, caPem };
  });
}

/** A lock older than this was left behind by a process that died. */
const STALE_LOCK_MS = 5000;
const LOOK_AGAIN_MS = 20;

/** Runs `work` while no other process does so in that folder. */
async function withLock<T>(folder: string, work: () => T): Promise<T> {
  const lock = join(folder, 'ca.lock');
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      const heldMs = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (heldMs > STALE_LOCK_MS) rmSync(lock, { recursive: true, force: true });
      else await setTimeout(LOOK_AGAIN_MS);
    }
  }
  try {
    return work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** Whole or not at all: whoever reads meanwhile never sees half a file. */
function replaceFile(file: string, content: string | Buffer): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content, { mode: file.endsWith('-key.pem') ? 0o600 : 0o644 });
  renameSync(draft, file);
}

function makeKeys(): Signing.KeyPair {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}
