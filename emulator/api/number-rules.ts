import type { Parameters } from '../rest/resource';
import { TwilioError } from '../rest/twilio-error';

/** Twilio's limit of a FriendlyName, https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource. */
const MAX_NAME_CHARACTERS = 64;
const URLS = ['VoiceUrl', 'VoiceFallbackUrl', 'SmsUrl', 'SmsFallbackUrl'];
const CALLBACKS = ['StatusCallback', 'SmsStatusCallback', 'MessageStatusCallback'];

/** Throws TwilioError 21402 for a URL, 21502 for a callback that is none. Empty ones clear it. */
export function checkUrls(parameters: Parameters): void {
  for (const [names, code] of [[URLS, 21402] as const, [CALLBACKS, 21502] as const]) {
    for (const name of names) {
      const url = parameters[name];
      if (typeof url === 'string' && url !== '' && !(URL.canParse(url) && /^https?:\/\/[^/]/i.test(url)))
        throw new TwilioError(400, code, `${name} is not a valid URL: ${url}`);
    }
  }
}

/** Throws TwilioError 20002 for one that is too long. */
export function checkFriendlyName({ FriendlyName: name }: Parameters): void {
  if (typeof name === 'string' && name.length > MAX_NAME_CHARACTERS)
    throw new TwilioError(400, 20002, `Invalid FriendlyName: longer than ${MAX_NAME_CHARACTERS} characters`);
}
