import { isE164 } from '../../phone';
import type { Warning } from '../attributes';

/** Reached by three digits, in whatever country the call is. */
const EMERGENCY = /^(911|933|112|999)$/;

/** The number that a Dial means: E.164, or a North American one as people write it. Refused: 13223 no number at all, 13224 none that Twilio calls. */
export function readPhoneNumber(text: string): { readonly to: string; readonly refusal?: Warning } {
  const digits = text.replace(/[\s().-]/g, '');
  if (!/^\+?\d+$/.test(digits))
    return { to: '', refusal: { code: 13223, message: `Dial: Invalid phone number format "${text}"` } };
  if (EMERGENCY.test(digits)) return { to: digits };
  const to = digits.startsWith('+') ? digits : digits.length === 10 ? `+1${digits}` : `+${digits}`;
  if (isE164(to)) return { to };
  return {
    to: '',
    refusal: { code: 13224, message: `Dial: Twilio does not support calling ${text}, or it is invalid` },
  };
}
