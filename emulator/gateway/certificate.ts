import { createHash, randomBytes, sign, X509Certificate, type KeyObject } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { childrenOf, contentOf, der, oid, TAG, time } from './der';

const DAY_MS = 86_400_000;

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

/** The numbers of what a certificate says (RFC 5280, 4.2; RFC 5758, 3.2). */
const OID = {
  commonName: '2.5.4.3',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
} as const;
const TRUE = der(TAG.boolean, Buffer.from([0xff]));
/** The bits that are not used, and keyCertSign with cRLSign, or digitalSignature. */
const SIGNS_CERTIFICATES = der(TAG.bits, Buffer.from([1, 0b0000_0110]));
const SIGNS_HANDSHAKES = der(TAG.bits, Buffer.from([7, 0b1000_0000]));

/** Signs the certificate of an authority with its own key. PEM; valid from a day ago, for clocks that are behind. */
export function signAuthority({ name, keys, validDays }: AuthorityRequest): string {
  return signed(keys.privateKey, {
    subject: nameOf(name),
    issuer: nameOf(name),
    publicKey: keys.publicKey,
    validDays,
    extensions: [
      critical(OID.basicConstraints, der(TAG.sequence, TRUE)),
      critical(OID.keyUsage, SIGNS_CERTIFICATES),
      extension(OID.subjectKeyId, der(TAG.bytes, keyIdOf(keys.publicKey))),
    ],
  });
}

/** Signs the certificate of a server with the authority's key. PEM; valid from a day ago. */
export function signServer({ name, hosts, publicKey, authority, validDays }: ServerRequest): string {
  const { subject, keyId } = readAuthority(authority.caPem);
  return signed(authority.privateKey, {
    subject: nameOf(name),
    issuer: subject,
    publicKey,
    validDays,
    extensions: [
      critical(OID.basicConstraints, der(TAG.sequence)),
      critical(OID.keyUsage, SIGNS_HANDSHAKES),
      extension(OID.extendedKeyUsage, der(TAG.sequence, oid(OID.serverAuth))),
      extension(OID.subjectAltName, der(TAG.sequence, ...hosts.map(hostName))),
      extension(OID.subjectKeyId, der(TAG.bytes, keyIdOf(publicKey))),
      extension(OID.authorityKeyId, der(TAG.sequence, der(0x80, keyId))),
    ],
  });
}

interface Content {
  readonly subject: Buffer;
  readonly issuer: Buffer;
  readonly publicKey: KeyObject;
  readonly validDays: number;
  readonly extensions: readonly Buffer[];
}

/** Version 3 (RFC 5280, 4.1), by ECDSA with SHA-256. */
function signed(privateKey: KeyObject, { subject, issuer, publicKey, validDays, extensions }: Content): string {
  const algorithm = der(TAG.sequence, oid(OID.ecdsaWithSha256));
  const serial = randomBytes(16);
  // Positive, and never shorter for a leading zero.
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  const nowMs = Date.now();
  const content = der(
    TAG.sequence,
    der(0xa0, der(TAG.integer, Buffer.from([2]))),
    der(TAG.integer, serial),
    algorithm,
    issuer,
    der(TAG.sequence, time(nowMs - DAY_MS), time(nowMs + validDays * DAY_MS)),
    subject,
    spki(publicKey),
    der(0xa3, der(TAG.sequence, ...extensions)),
  );
  const signature = sign('sha256', content, privateKey);
  const certificate = der(TAG.sequence, content, algorithm, der(TAG.bits, Buffer.from([0]), signature));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

/** Name and key identifier are taken from the authority as it is: clients compare them byte for byte. */
function readAuthority(caPem: string): { subject: Buffer; keyId: Buffer } {
  const [content] = childrenOf(new X509Certificate(caPem).raw);
  const parts = content ? childrenOf(content) : [];
  const [subject, extensions] = [parts[5], parts[7]];
  const [listed] = extensions ? childrenOf(extensions) : [];
  const wanted = oid(OID.subjectKeyId);
  const found = listed && childrenOf(listed).find(each => childrenOf(each)[0]?.equals(wanted));
  const value = found && childrenOf(found).at(-1);
  if (!subject || !value) throw new Error('the authority has no name or no key identifier');
  return { subject, keyId: contentOf(contentOf(value)) };
}

function nameOf(commonName: string): Buffer {
  const attribute = der(TAG.sequence, oid(OID.commonName), der(TAG.utf8, Buffer.from(commonName)));
  return der(TAG.sequence, der(TAG.set, attribute));
}

function hostName(host: string): Buffer {
  return isIPv4(host) ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host));
}

/** Of a key: SHA-1 over its bits (RFC 5280, 4.2.1.2, method 1). */
function keyIdOf(publicKey: KeyObject): Buffer {
  const bits = childrenOf(spki(publicKey))[1] ?? Buffer.alloc(0);
  return createHash('sha1').update(contentOf(bits).subarray(1)).digest();
}

function extension(id: string, value: Buffer): Buffer {
  return der(TAG.sequence, oid(id), der(TAG.bytes, value));
}

function critical(id: string, value: Buffer): Buffer {
  return der(TAG.sequence, oid(id), TRUE, der(TAG.bytes, value));
}

function spki(publicKey: KeyObject): Buffer {
  return publicKey.export({ type: 'spki', format: 'der' });
}
