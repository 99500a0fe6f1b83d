import { localAccount } from '../../emulator';
import { describeFamily } from './terraform-family';
import { testLifecycle } from './terraform-lifecycle';

describeFamily('phone numbers', ['provider.tf', 'phone-numbers.tf'], family =>
  testLifecycle(family, {
    prefixes: ['twilio_phone_number'],
    found: { first: foundWith('first'), second: foundWith('second') },
    gone: `https://api.twilio.com/2010-04-01/Accounts/${localAccount.sid}/IncomingPhoneNumbers.json`,
    changes: { 'twilio_phone_number.named': 'update' },
    importId: ({ values }) => `/Accounts/${family.cloud.accountSid}/PhoneNumbers/${String(values['sid'])}`,
  }),
);

function foundWith(mark: string) {
  return {
    local: 3,
    mobile: 2,
    toll_free: 2,
    voice_url: `https://example.com/voice/${mark}`,
    by_area: '+1212',
    all: 3,
  };
}
