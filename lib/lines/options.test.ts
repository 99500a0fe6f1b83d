import { lineOptions } from '../config';
import { sampleClient } from '../config/client.fake';
import { afterQueue } from './after-queue';
import { whatApplies } from './what-applies';

const client = sampleClient();
const { prompts, waiting } = lineOptions(client);
const { greetings } = client;
const open = new Date('2026-11-23T09:00:00-08:00');
const night = new Date('2026-11-23T22:00:00-08:00');

test('in opening hours there is a menu, where there is one', () => {
  expect(whatApplies(client, open)).toMatchObject({ menu: prompts.menu, offer: '', takesMessages: 'yes' });
  expect(whatApplies(sampleClient({ menu: undefined }), open).menu).toBe('');
  expect(whatApplies(client, night).menu).toBe('');
});

test.each([
  ['both', true, true, `${greetings.closed} ${prompts.offerScheduled} ${prompts.offerVoicemail}`, 'yes'],
  ['a callback only', true, false, `${greetings.closed} ${prompts.offerScheduled}`, 'no'],
  ['a message only', false, true, '', 'yes'],
  ['neither', false, false, '', 'no'],
])('out of hours, with %s', (_name, callback, voicemail, offer, takesMessages) => {
  const applies = whatApplies(sampleClient({ afterHours: { callback, voicemail } }), night);
  expect(applies).toMatchObject({ offer, takesMessages });
});

test('a client that says nothing of its closed hours takes messages in them', () => {
  const plain = sampleClient({ afterHours: undefined, waiting: undefined, callback: undefined, prompts: undefined });
  expect(whatApplies(plain, night)).toMatchObject({ menu: '', offer: '', takesMessages: 'yes' });
});

test.each([
  ['who asked for a message', client, open, true, { words: greetings.message, offer: '' }],
  [
    'whom nobody answered',
    client,
    open,
    false,
    { words: greetings.unanswered, offer: `${prompts.offerCallback} ${prompts.offerVoicemail}` },
  ],
  [
    'whom nobody answered until closing time',
    client,
    night,
    false,
    { words: greetings.unanswered, offer: `${prompts.offerScheduled} ${prompts.offerVoicemail}` },
  ],
  [
    'where no callback can be had',
    sampleClient({ waiting: { ...waiting, callback: false } }),
    open,
    false,
    { words: greetings.unanswered, offer: '' },
  ],
  [
    'where only a callback is offered',
    sampleClient({ waiting: { ...waiting, voicemail: false } }),
    open,
    false,
    { words: greetings.unanswered, offer: prompts.offerCallback },
  ],
] as const)('after the queue: a caller %s', (_name, of, at, askedForMessage, expected) => {
  expect(afterQueue(of, at, askedForMessage)).toEqual(expected);
});
