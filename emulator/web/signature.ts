import { createHmac } from 'node:crypto';

/**
 * The value of `X-Twilio-Signature`: base64 of the HMAC-SHA1, under the account's token, of the URL followed by each form field's name and value,
 * sorted by name. https://www.twilio.com/docs/usage/security#validating-requests
 */
export function signatureOf(authToken: string, url: string, fields: Readonly<Record<string, string>>): string {
  const names = Object.keys(fields).sort();
  const signed = names.reduce((text, name) => `${text}${name}${fields[name] ?? ''}`, url);
  return createHmac('sha1', authToken).update(signed, 'utf8').digest('base64');
}
