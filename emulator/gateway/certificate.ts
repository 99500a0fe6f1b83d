import 'reflect-metadata';
import { webcrypto, type KeyObject } from 'node:crypto';
import { isIPv4 } from 'node:net';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
  type Extension,
} from '@peculiar/x509';

const DAY_MS = 86_400_000;
const P256 = { name: 'ECDSA', namedCurve: 'P-256' };

/** Both halves of a P-256 key. */
export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** What the certificate of an authority says. */
export interface AuthorityRequest {
  readonly name: string;
  readonly keys: KeyPair;
  readonly validDays: number;
}

/** What the certificate of a server says, and who signs it. */
export interface ServerRequest {
  readonly name: string;
  /** Host names and IPv4 addresses. */
  readonly hosts: readonly string[];
  readonly publicKey: KeyObject;
  readonly authority: { readonly caPem: string; readonly privateKey: KeyObject };
  readonly validDays: number;
}

/** Signs the certificate of an authority with its own key. PEM; valid from a day ago, for clocks that are behind. */
export async function signAuthority({ name, keys, validDays }: AuthorityRequest): Promise<string> {
  const publicKey = spki(keys.publicKey);
  return sign(keys.privateKey, {
    subject: nameOf(name),
    issuer: nameOf(name),
    publicKey,
    validDays,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(publicKey),
    ],
  });
}

/** Signs the certificate of a server with the authority's key. PEM; valid from a day ago. */
export async function signServer({ name, hosts, ...request }: ServerRequest): Promise<string> {
  const publicKey = spki(request.publicKey);
  // Name and key identifier are taken from the authority as it is: clients compare them byte for byte.
  const authority = new X509Certificate(request.authority.caPem);
  const issuerKeyId = authority.getExtension(SubjectKeyIdentifierExtension)?.keyId;
  const names = hosts.map(host => ({ type: isIPv4(host) ? ('ip' as const) : ('dns' as const), value: host }));
  return sign(request.authority.privateKey, {
    subject: nameOf(name),
    issuer: authority.subjectName,
    publicKey,
    validDays: request.validDays,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(names),
      await SubjectKeyIdentifierExtension.create(publicKey),
      ...(issuerKeyId === undefined ? [] : [new AuthorityKeyIdentifierExtension(issuerKeyId)]),
    ],
  });
}

type Names = Pick<Parameters<typeof X509CertificateGenerator.create>[0], 'subject' | 'issuer'>;

async function sign(
  privateKey: KeyObject,
  { validDays, ...content }: Names & { publicKey: Buffer; validDays: number; extensions: Extension[] },
): Promise<string> {
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' });
  const certificate = await X509CertificateGenerator.create({
    ...content,
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + validDays * DAY_MS),
    signingKey: await webcrypto.subtle.importKey('pkcs8', pkcs8, P256, false, ['sign']),
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
  });
  return `${certificate.toString('pem')}\n`;
}

function nameOf(commonName: string): { CN: string[] }[] {
  return [{ CN: [commonName] }];
}

function spki(publicKey: KeyObject): Buffer {
  return publicKey.export({ type: 'spki', format: 'der' });
}
