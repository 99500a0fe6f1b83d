import { planClient } from '../../scripts/client/plan/plan';
import { projectRoot } from '../../scripts/project';
import { openClientAccounts, type ClientAccounts } from '../support/client-accounts';
import { leaveMessage } from '../support/line';
import { planned } from '../support/planned';

/** Half past eleven in San Juan, which is open; half past seven in Los Angeles, which is not. */
const MORNING = '2026-11-23T07:30:00-08:00';
const LOS_ANGELES = '+13235550171';
const SAN_JUAN = '+17875550129';

let accounts: ClientAccounts;
beforeAll(async () => {
  accounts = await openClientAccounts(['faro-travel'], MORNING);
  await accounts.deploy('faro-travel');
}, 30_000);
afterAll(() => accounts.close());

interface Met {
  /** What was spoken, in order. */
  readonly heard: string[];
  /** Every voice and language that spoke. */
  readonly voices: string[];
}

async function callTo(number: string): Promise<Met> {
  const { timeline } = await accounts.call({ to: number, caller: leaveMessage });
  const texts = (kind: string) => timeline.filter(each => each.kind === kind).map(({ text }) => text);
  const voices = texts('verb').flatMap(text => /^Say (voice="[^"]*" language="[^"]*")/.exec(text)?.[1] ?? []);
  return { heard: texts('heard'), voices: [...new Set(voices)] };
}

/** Nobody asks for a callback: a message is taken. */
const STAYS = 'presses 2, another key or nothing';

/** The words among what a caller heard; music and tones are none. */
const wordsOf = ({ heard }: Met, words: readonly string[]): string[] => heard.filter(text => words.includes(text));

test('each number speaks its own language by its own clock, as the plan said, and its mail tells the time of its place', async () => {
  const [client] = accounts.clients;
  if (!client) throw new Error('no client');
  const [losAngeles, sanJuan] = planClient(client, { root: projectRoot, todayMs: Date.parse(MORNING) }).lines;

  const open = planned(sanJuan, 'open', ['nobody answers', STAYS, 'leaves a message']).filter(each =>
    each.includes(' '),
  );
  const there = await callTo(SAN_JUAN);
  expect(wordsOf(there, open)).toEqual(open);
  expect(open[0]).toMatch(/^Gracias por llamar/);
  expect(there.voices).toEqual(['voice="Polly.Lupe-Neural" language="es-US"']);

  const closed = planned(losAngeles, 'closed', [STAYS, 'leaves a message']).filter(each => each.includes(' '));
  const here = await callTo(LOS_ANGELES);
  expect(wordsOf(here, closed)).toEqual(closed);
  expect(closed[0]).toMatch(/We are closed now/);
  expect(here.voices).toEqual(['voice="Polly.Danielle-Neural" language="en-US"']);

  const mails = accounts.emulator.inbox();
  expect(mails.map(({ text }) => /Received {2}(.*)/.exec(text)?.[1])).toEqual([
    expect.stringMatching(/^Monday, November 23, 2026.* 11:3\d AM .*AST/),
    expect.stringMatching(/^Monday, November 23, 2026.* 7:3\d AM PST/),
  ]);
  expect(accounts.belongings(client.client)).toContain('\\"mainTimeZone\\":\\"America/Puerto_Rico\\"');
});

test('with its functions down, each number still says so in its own language, and takes the message', async () => {
  accounts.emulator.faults.inject({ on: 'webhook', kind: 'run-function', effect: 'drop' });
  const { heard, voices } = await callTo(SAN_JUAN);
  expect(heard.join(' ')).toContain('Lo sentimos, tenemos un problema técnico.');
  expect(voices).toEqual(['voice="Polly.Lupe-Neural" language="es-US"']);
});
