import { sampleClient } from '../../lib/config/client.fake';
import { afterQueue, chooseFromMenu, whatApplies } from '../../lib/lines';
import { answerOf, type Asked } from '../../scripts/client/plan/answers';

const client = sampleClient();
const asked = (change: Partial<Asked>): Asked => ({
  situation: 'open',
  client,
  digits: '',
  askedForMessage: false,
  ...change,
});
const moments = [
  ['open', '2026-11-23T10:00:00-08:00'],
  ['closed', '2026-11-23T22:00:00-08:00'],
  ['holiday', '2026-12-25T10:00:00-08:00'],
] as const;
const clients = [
  ['with options', client],
  ['without callbacks', { ...client, waiting: undefined, afterHours: undefined, menu: undefined }],
  ['without messages out of hours', { ...client, afterHours: { callback: true, voicemail: false } }],
] as const;

test.each(moments)('%s: a plan says what the functions will answer', (situation, at) => {
  for (const [, each] of clients) {
    const question = asked({ situation, client: each });
    expect(answerOf('/lines/now', question)).toEqual(whatApplies(each, new Date(at)));
    for (const askedForMessage of [false, true]) {
      const after = answerOf('/lines/after', { ...question, askedForMessage });
      expect(after).toEqual(afterQueue(each, new Date(at), askedForMessage));
    }
  }
});

test('a plan presses the keys of the menu as the function reads them', () => {
  const menu = { choices: [...(client.menu?.choices ?? []), { key: '3', to: 'callback' as const }] };
  for (const each of [client, { ...client, menu }, { ...client, menu: undefined }]) {
    for (const digits of ['1', '2', '3', '9', '']) {
      expect(answerOf('/lines/choose', asked({ client: each, digits }))).toEqual(chooseFromMenu(each, digits));
    }
  }
});
