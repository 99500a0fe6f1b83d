import type { World } from '../contract';
import { parseAddresses } from './address';
import type { FormFile, MessageForm } from './form';
import type { Mail, MailAttachment } from './mail';

/** Mailgun's limit of a whole message: 25 MB (documentation.mailgun.com, "Sending Messages"). */
export const maximumMessageBytes = 25 * 1024 * 1024;
/** Mailgun's limit of recipients in one request (documentation.mailgun.com, "Batch Sending"). */
export const maximumRecipients = 1000;

/** Of all options of a message together (documentation.mailgun.com, "Sending Messages"). */
const maximumOptionBytes = 16 * 1024;

/** Mailgun's way between "queued" and "delivered" here, in milliseconds of the emulated clock. */
const deliveryDelayMs = 1000;

/** Why Mailgun does not take a message: HTTP status and the `message` of its answer. */
export interface Refusal {
  readonly status: 400 | 413;
  readonly message: string;
}

/** The domain that the request was addressed to. */
export interface SendingDomain {
  readonly name: string;
  readonly region: 'us' | 'eu';
}

/** What Mailgun holds against this form, in its words; undefined when it takes the message. */
export function refusalOf(form: MessageForm): Refusal | undefined {
  return missingParameter(form) ?? badAddress(form) ?? tooLarge(form) ?? badOption(form) ?? badHeader(form);
}

function missingParameter(form: MessageForm): Refusal | undefined {
  for (const name of ['from', 'to'])
    if (!form.all(name).some(isGiven)) return { status: 400, message: `${name} parameter is missing` };
  if (!['text', 'html', 'amp-html', 'template'].some(name => form.all(name).some(isGiven)))
    return {
      status: 400,
      message: "Need at least one of 'text', 'html', 'amp-html' or 'template' parameters specified",
    };
  return undefined;
}

function badAddress(form: MessageForm): Refusal | undefined {
  for (const name of ['from', 'to', 'cc', 'bcc']) {
    const values = form.all(name).filter(isGiven);
    const addresses = values.map(parseAddresses);
    if (addresses.includes(undefined) || (name === 'from' && addresses.flat().length !== 1))
      return { status: 400, message: `'${name}' parameter is not a valid address. please check documentation` };
  }
  if (recipientsOf(form).length > maximumRecipients)
    return { status: 400, message: `Number of recipients exceeds the limit of ${maximumRecipients}` };
  return undefined;
}

function tooLarge(form: MessageForm): Refusal | undefined {
  if (sizeOf(form) <= maximumMessageBytes) return undefined;
  return { status: 413, message: `Message size exceeds the limit of ${maximumMessageBytes} bytes` };
}

function badOption(form: MessageForm): Refusal | undefined {
  const at = form.first('o:deliverytime');
  if (at !== undefined && Number.isNaN(parseTime(at)))
    return { status: 400, message: "'o:deliverytime' parameter is not a valid RFC-2822 date" };
  return undefined;
}

/** A line break in a header would begin the next one. */
function badHeader(form: MessageForm): Refusal | undefined {
  for (const field of form.names.filter(each => each.startsWith('h:'))) {
    const name = field.slice('h:'.length);
    if (!isAscii(name)) return { status: 400, message: `Header name must be pure ASCII: ${name}` };
    if (!/^[!-9;-~]+$/.test(name) || form.all(field).some(value => /[\r\n\0]/.test(value)))
      return { status: 400, message: `'${JSON.stringify(field).slice(1, -1)}' parameter is not a valid header` };
  }
  const options = form.names.filter(field => /^[ohv]:/.test(field));
  const bytes = options.flatMap(field => form.all(field)).reduce((sum, value) => sum + Buffer.byteLength(value), 0);
  if (bytes <= maximumOptionBytes) return undefined;
  return { status: 400, message: 'Send options (parameters starting with o:, h:, or v:) are limited to 16 kB total' };
}

function isAscii(text: string): boolean {
  return [...text].every(sign => sign < '\u0080');
}

/** The mail that an accepted form makes. The form must have passed {@link refusalOf}. */
export function mailOf(world: World, domain: SendingDomain, form: MessageForm): Mail {
  const headers = prefixed(form, 'h:');
  const ownId = Object.entries(headers).find(([name]) => name.toLowerCase() === 'message-id')?.[1];
  const acceptedAtMs = world.clock.now();
  const laterMs = parseTime(form.first('o:deliverytime') ?? '');
  return {
    sid: world.ids.sid('ML'),
    messageId: ownId === undefined ? newMessageId(world, domain.name) : bracketed(ownId),
    domain: domain.name,
    region: domain.region,
    from: form.first('from') ?? '',
    to: addressList(form, 'to'),
    cc: addressList(form, 'cc'),
    bcc: addressList(form, 'bcc'),
    subject: form.first('subject') ?? '',
    text: form.first('text') ?? '',
    html: form.first('html') ?? '',
    headers,
    variables: prefixed(form, 'v:'),
    tags: form.all('o:tag'),
    attachments: form.files.filter(file => file.field === 'attachment' || file.field === 'inline').map(attachmentOf),
    testMode: /^(yes|true|1)$/i.test(form.first('o:testmode') ?? ''),
    acceptedAtMs,
    deliveredAtMs: Math.max(acceptedAtMs + deliveryDelayMs, Number.isNaN(laterMs) ? 0 : laterMs),
    sizeBytes: sizeOf(form),
  };
}

function newMessageId(world: World, domain: string): string {
  const stamp = new Date(world.clock.now()).toISOString().replace(/\D/g, '').slice(0, 14);
  return `<${stamp}.${world.ids.sid('').slice(0, 16)}@${domain}>`;
}

const isGiven = (value: string): boolean => value.trim() !== '';
const bracketed = (id: string): string => (id.startsWith('<') ? id : `<${id}>`);

function addressList(form: MessageForm, name: string): string[] {
  const parsed = form.all(name).flatMap(value => parseAddresses(value) ?? []);
  return parsed.map(({ name: display, address }) => (display === '' ? address : `${quoted(display)} <${address}>`));
}

/** A display name with anything but plain words in it stands in quotes (RFC 5322, 3.4). */
function quoted(display: string): string {
  return /^[\p{L}\p{N} '_-]+$/u.test(display) ? display : `"${display.replace(/[\\"]/g, '\\$&')}"`;
}

function recipientsOf(form: MessageForm): string[] {
  return ['to', 'cc', 'bcc'].flatMap(name => addressList(form, name));
}

function prefixed(form: MessageForm, prefix: string): Record<string, string> {
  const names = form.names.filter(name => name.startsWith(prefix));
  return Object.fromEntries(names.map(name => [name.slice(prefix.length), form.all(name).join(', ')]));
}

function attachmentOf(file: FormFile): MailAttachment {
  return {
    fileName: file.fileName,
    contentType: file.contentType,
    base64: file.bytes.toString('base64'),
    sizeBytes: file.bytes.length,
    inline: file.field === 'inline',
  };
}

/** Of the message as it travels: what is attached, in Base64 (RFC 2045, 6.8: 76 characters a line), is a good third larger. */
function sizeOf(form: MessageForm): number {
  const fields = form.names.flatMap(name => form.all(name)).reduce((sum, value) => sum + Buffer.byteLength(value), 0);
  return form.files.reduce((sum, file) => sum + base64Size(file.bytes.length), fields);
}

function base64Size(bytes: number): number {
  const characters = Math.ceil(bytes / 3) * 4;
  return characters + 2 * Math.ceil(characters / 76);
}

/** Epoch seconds or an RFC 2822 date, as milliseconds; NaN when it is neither. */
export function parseTime(value: string): number {
  return /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value);
}
