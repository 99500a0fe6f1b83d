import type { Client } from '../../lib/config';
import { leaveMessage, moments, openLine, OPTIONS, type TestLine } from '../support/line';
import { callerSteps, HANGS_UP, hears, LONG_WAIT, WAITS } from '../support/waiting-caller';
import { client } from '../support/line';
import { lineOptions } from '../../lib/config';

const { prompts } = lineOptions(client);
const { toOwnNumber, asksForMessage } = callerSteps(prompts);
const change: Partial<Client> = {
  ...LONG_WAIT,
  summary: { recipients: ['boss@riverside-clinic.example'], weekday: 'monday' },
};

let line: TestLine;
beforeAll(async () => {
  line = await openLine(moments.open, change);
});
afterAll(() => line.close());

const ask = async (): Promise<unknown> => JSON.parse((await line.post('/summary/weekly', {})).body) as unknown;
const summaries = () => line.mails().filter(({ to }) => to.includes('boss@riverside-clinic.example'));

test('a week of calls: one mail on Monday after opening, however many sweeps ask', async () => {
  const from = (index: number) => ({ to: OPTIONS, from: `+1202555016${index}` });
  await line.hire(({ attributes }) =>
    attributes['taskType'] === undefined ? { do: 'accept', afterMs: 20_000, talkMs: 10_000 } : { do: 'ignore' },
  );
  await line.call([WAITS], from(1));
  await line.call([...toOwnNumber, WAITS], from(2));
  await line.call([...asksForMessage, ...leaveMessage], from(3));
  await line.call([hears(prompts.offerVoicemail), HANGS_UP], from(4));
  expect(await ask()).toMatchObject({ outcome: expect.stringMatching(/already-sent|sent/) });
  const before = summaries().length;

  await line.emulator.advance(Date.parse('2026-11-30T08:50:00-08:00') - line.emulator.clock.now());
  expect(await ask()).toEqual({ outcome: 'not-due' });
  await line.emulator.advance(15 * 60_000);
  expect(await ask()).toEqual({ outcome: 'sent', week: '2026-11-23' });
  expect(await ask()).toEqual({ outcome: 'already-sent', week: '2026-11-23' });
  expect(summaries()).toHaveLength(before + 1);
  const text = (summaries().at(-1)?.text ?? '').replace(/\r/g, '').replace(/ {2,}/g, ' ');
  expect(text).toContain('Your calls, November 23 – 29, 2026');
  expect(text).toContain('Received 4\nAnswered 1\nAsked for a callback 1\nCalled back 0\nMessages 1\nGave up 1\n');
  expect(text).toMatch(/Median wait (19|20|21) s/);
});
