import { planClient } from '../../scripts/client/plan/plan';
import { projectRoot } from '../../scripts/project';
import { openClientAccounts, type ClientAccounts } from '../support/client-accounts';
import { openDesk, type AgentDesk, type DeskLine } from '../support/desk';
import { leaveMessage } from '../support/line';
import { planned } from '../support/planned';
import type { CallerStep } from '../../emulator';
import { lineOf, lineOptions } from '../../lib/config';

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

  const mails = await accounts.control.mails();
  expect(mails.map(({ text }) => /Received {2}(.*)/.exec(text)?.[1])).toEqual([
    expect.stringMatching(/^Monday, November 23, 2026.* 11:3\d AM .*AST/),
    expect.stringMatching(/^Monday, November 23, 2026.* 7:3\d AM PST/),
  ]);
  expect(accounts.belongings(client.client)).toContain('\\"mainTimeZone\\":\\"America/Puerto_Rico\\"');
});

/** The client's account as an agent's desk sees it. */
function deskLine(domain: string): DeskLine {
  const rest: DeskLine['rest'] = async (host, path, fields) =>
    (await accounts.rest('faro-travel', `${host}${path}`, fields)) as Record<string, unknown>;
  return {
    emulator: accounts.emulator,
    rest,
    workspaceSid: async () => {
      const { workspaces } = (await rest('taskrouter.twilio.com', '/v1/Workspaces')) as {
        workspaces: { sid: string }[];
      };
      return workspaces[0]?.sid ?? '';
    },
    post: async (path, fields) => ({ status: 200, body: JSON.stringify(await rest(domain, path, fields)) }),
  };
}

test('a caller of San Juan asks for a callback in Spanish; the agent tries later, which is when San Juan is back from lunch', async () => {
  const [client] = accounts.clients;
  const prompts = client && lineOptions(lineOf(client, SAN_JUAN)).prompts;
  const { services } = (await accounts.rest('faro-travel', 'serverless.twilio.com/v1/Services')) as {
    services: { sid: string }[];
  };
  const environments = `serverless.twilio.com/v1/Services/${services[0]?.sid}/Environments`;
  const found = (await accounts.rest('faro-travel', environments)) as { environments: { domain_name: string }[] };
  const line = deskLine(found.environments[0]?.domain_name ?? '');
  const ana = await openDesk(line);
  await ana.go('Unavailable');
  const hears = (text = ''): CallerStep => ({ do: 'listen', until: { text: text.split('{')[0] ?? '' } });
  const one: CallerStep = { do: 'press', digits: '1' };
  const from = '+17875550111';
  const caller = [hears(prompts?.offerCallback), one, hears(prompts?.askNumber), one, { do: 'wait' } as const];
  const { timeline } = await accounts.call({ to: SAN_JUAN, from, caller });
  expect(timeline.map(({ text }) => text).join(' ')).toContain('Le llamaremos al 7 8 7, 5 5 5, 0 1 1 1');

  await ana.go('Available');
  const taskSid = await offered(ana);
  expect((await ana.task(taskSid)).attributes).toMatchObject({
    linekit: { language: 'es-US', line: SAN_JUAN },
    callBackData: { numberToCall: from, numberToCallFrom: SAN_JUAN, mainTimeZone: 'America/Puerto_Rico' },
  });
  const later = await ana.ask('/callback/requeue', { taskSid, outcome: 'no-answer' });
  expect(later.body).toMatchObject({ success: true, attempts: 1, dueAt: '2026-11-23T17:00:00.000Z' });
});

/** Accepts what is offered until it is a callback; the messages of the tests before are completed. */
async function offered(ana: AgentDesk): Promise<string> {
  for (;;) {
    const taskSid = await ana.accept();
    if (JSON.stringify((await ana.task(taskSid)).attributes['taskType']) === '"callback"') return taskSid;
    await ana.ask('/callback/complete', { taskSid, disposition: 'other' });
  }
}

test('with its functions down, each number still says so in its own language, and takes the message', async () => {
  await accounts.control.inject({ on: 'webhook', kind: 'run-function', effect: 'drop' });
  const { heard, voices } = await callTo(SAN_JUAN);
  expect(heard.join(' ')).toContain('Lo sentimos, tenemos un problema técnico.');
  expect(voices).toEqual(['voice="Polly.Lupe-Neural" language="es-US"']);
});
