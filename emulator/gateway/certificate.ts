import { createHash, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { bitString, boolean, integer, octetString, oid, sequence, set, tagged, utcTime, utf8String } from './der';

const OID = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAlternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuthentication: '1.3.6.1.5.5.7.3.1',
} as const;

const DAY_MS = 86_400_000;

/** Both halves of a P-256 key. */
export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** An X.509 certificate (RFC 5280), PEM, for P-256 keys. */
export interface CertificateRequest {
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly issuer: string;
  readonly issuerKey: KeyPair;
  /** Host names and IPv4 addresses of a server; a certificate authority has none. */
  readonly hosts?: readonly string[];
  readonly validDays: number;
}

/** Signs a certificate: of a server when it has hosts, otherwise of an authority. Valid from a day ago, for clocks that are behind. */
export function signCertificate(request: CertificateRequest): string {
  const algorithm = sequence(oid(OID.ecdsaWithSha256));
  const now = Date.now();
  const validity = sequence(utcTime(new Date(now - DAY_MS)), utcTime(new Date(now + request.validDays * DAY_MS)));
  const extensions = request.hosts ? serverExtensions(request.hosts) : authorityExtensions();
  const toBeSigned = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(serialNumber()),
    algorithm,
    name(request.issuer),
    validity,
    name(request.subject),
    spki(request.publicKey),
    tagged(0xa3, sequence(...extensions, ...keyIdentifiers(request))),
  );
  const signature = sign('sha256', toBeSigned, request.issuerKey.privateKey);
  return pem(sequence(toBeSigned, algorithm, bitString(signature)));
}

function authorityExtensions(): Buffer[] {
  const signsCertificatesAndLists = bitString(Buffer.from([0b0000_0110]), 1);
  return [
    extension(OID.basicConstraints, sequence(boolean(true)), true),
    extension(OID.keyUsage, signsCertificatesAndLists, true),
  ];
}

function serverExtensions(hosts: readonly string[]): Buffer[] {
  const names = hosts.map(host =>
    isIPv4(host) ? tagged(0x87, Buffer.from(host.split('.').map(Number))) : tagged(0x82, Buffer.from(host)),
  );
  const signsHandshakes = bitString(Buffer.from([0b1000_0000]), 7);
  return [
    extension(OID.basicConstraints, sequence(), true),
    extension(OID.keyUsage, signsHandshakes, true),
    extension(OID.extendedKeyUsage, sequence(oid(OID.serverAuthentication)), false),
    extension(OID.subjectAlternativeName, sequence(...names), false),
  ];
}

function keyIdentifiers({ publicKey, issuerKey }: CertificateRequest): Buffer[] {
  return [
    extension(OID.subjectKeyIdentifier, octetString(keyIdentifier(publicKey)), false),
    extension(OID.authorityKeyIdentifier, sequence(tagged(0x80, keyIdentifier(issuerKey.publicKey))), false),
  ];
}

function extension(id: string, value: Buffer, critical: boolean): Buffer {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octetString(value));
}

function name(commonName: string): Buffer {
  return sequence(set(sequence(oid(OID.commonName), utf8String(commonName))));
}

function spki(publicKey: KeyObject): Buffer {
  return publicKey.export({ type: 'spki', format: 'der' });
}

function keyIdentifier(publicKey: KeyObject): Buffer {
  return createHash('sha1').update(spki(publicKey)).digest();
}

/** 127 random bits: positive, and never with a leading zero byte. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
