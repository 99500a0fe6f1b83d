import type { CallbackDesk } from '../callback';
import { callbacksOf } from '../callback/ports.fake';
import { lineOptions, type Client } from '../config';
import { sampleClient } from '../config/client.fake';
import type { CallSid, Sid } from '../sid';
import type { VoiceStep } from '../voice-steps';
import { answerConfirmed, answerEntered, answerWhichNumber, type DialogueRequest } from './answers';
import { troubled, troubledBooking } from './dialogue';
import { fakeRoom, type FakeRoom } from './ports.fake';

const callSid = `CA${'1'.repeat(32)}` as CallSid;
const flowSid = `FW${'1'.repeat(32)}` as Sid<'FW'>;
const accountSid = `AC${'1'.repeat(32)}`;
const { prompts } = lineOptions(sampleClient());
const CALLER = '+12025550111';

const BACK_IN_LINE = { redirect: '/waiting/line' };
const returns = (next: string) => ({
  redirect: `https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/${flowSid}?FlowEvent=return&next=${next}`,
});

interface Scene {
  readonly room: FakeRoom;
  readonly desk: CallbackDesk;
  readonly request: (digits?: string) => DialogueRequest;
}

function scene(where: { from?: string; inFlow?: boolean; client?: Partial<Client> } = {}): Scene {
  const room = fakeRoom(where.client);
  if (!where.inFlow) room.enqueue(callSid, 0);
  room.clock.advance(60_000);
  const place = { accountSid, flowSid: where.inFlow ? flowSid : undefined };
  return {
    room,
    desk: { ...room, deadlineMs: room.clock.now().getTime() + 8_000 },
    request: digits => ({ callSid, from: where.from ?? CALLER, to: '+12025550144', place, digits }),
  };
}

/** Every word that is said, gathered or not. */
const words = (steps: readonly VoiceStep[]): string[] =>
  steps.flatMap(step => {
    if ('say' in step) return [step.say];
    return 'gather' in step ? step.gather.hear.flatMap(each => ('say' in each ? [each.say] : [])) : [];
  });
const actionOf = (steps: readonly VoiceStep[]): string | undefined =>
  steps.flatMap(step => ('gather' in step ? [step.gather.action] : []))[0];

describe('which number', () => {
  test('the own one is read digit by digit; without a key the caller goes back', async () => {
    const { desk, request } = scene();
    const steps = await answerWhichNumber(desk, request());
    expect(words(steps)[0]).toContain('2 0 2, 5 5 5, 0 1 1 1');
    expect(actionOf(steps)).toBe('/callback/number');
    expect(steps.at(-1)).toEqual(BACK_IN_LINE);
  });

  test.each([
    ['withheld', 'anonymous', [prompts.enterNumber]],
    ['of another country', '+34612345678', [prompts.numberForeign, prompts.enterNumber]],
    ['a premium number', '+19005550123', [prompts.numberRefused, prompts.enterNumber]],
  ])('the own number is %s: another is asked for', async (_name, from, said) => {
    const { desk, request } = scene({ from });
    const steps = await answerWhichNumber(desk, request());
    expect(words(steps)).toEqual(said);
    expect(actionOf(steps)).toBe('/callback/entered');
  });

  test('keys: the own number, another, back', async () => {
    const { desk, request } = scene();
    expect(await answerWhichNumber(desk, request('1'))).toEqual([{ redirect: '/callback/confirmed' }]);
    expect(actionOf(await answerWhichNumber(desk, request('2')))).toBe('/callback/entered');
    expect(await answerWhichNumber(desk, request('*'))).toEqual([BACK_IN_LINE]);
    expect(actionOf(await answerWhichNumber(desk, request('7')))).toBe('/callback/number');
  });

  test('in a flow every document knows the way back there', async () => {
    const { desk, request } = scene({ inFlow: true });
    const steps = await answerWhichNumber(desk, request());
    expect(actionOf(steps)).toBe(`/callback/number?flowSid=${flowSid}`);
    expect(steps.at(-1)).toEqual(returns('back'));
    expect(await answerWhichNumber(desk, request('*'))).toEqual([returns('back')]);
  });
});

describe('a number is entered', () => {
  test('it is read back', async () => {
    const { desk, request } = scene();
    const steps = await answerEntered(desk, request('2025550177'));
    expect(words(steps)[0]).toContain('2 0 2, 5 5 5, 0 1 7 7');
    expect(actionOf(steps)).toBe('/callback/confirmed');
  });

  test.each([
    ['too short', '5550123', prompts.numberInvalid],
    ['no number', '0000000000', prompts.numberInvalid],
    ['an emergency number', '911', prompts.numberRefused],
    ['a premium number', '9005550123', prompts.numberRefused],
    ['a foreign one', '01134612345678', prompts.numberForeign],
  ])('%s is refused with the reason, three times at most', async (_name, digits, reason) => {
    const { desk, request } = scene();
    for (let tries = 1; tries < 3; tries += 1) {
      const steps = await answerEntered(desk, request(digits));
      expect(words(steps)).toEqual([reason, prompts.enterNumber]);
    }
    const last = await answerEntered(desk, request(digits));
    expect(words(last)).toEqual([reason, prompts.callbackFailed]);
    expect(last.at(-1)).toEqual(BACK_IN_LINE);
  });

  test('a foreign one is called where the client says so', async () => {
    const callback = { ...lineOptions(sampleClient()).callback, foreign: true };
    const { desk, request } = scene({ client: { callback } });
    const steps = await answerEntered(desk, request('01134612345678'));
    expect(words(steps)[0]).toContain('+3 4, 6 1 2');
  });

  test('the star key leads back', async () => {
    const { desk, request } = scene();
    expect(await answerEntered(desk, request('20*'))).toEqual([BACK_IN_LINE]);
  });
});

describe('it is right', () => {
  test('the own number: booked, then said', async () => {
    const { desk, room, request } = scene();
    await answerWhichNumber(desk, request('1'));
    const steps = await answerConfirmed(desk, request(), 1);
    expect(words(steps)[0]).toContain('We will call you at 2 0 2, 5 5 5, 0 1 1 1');
    expect(steps.at(-1)).toEqual({ hangUp: true });
    expect(callbacksOf(room.ports.taskList)).toHaveLength(1);
  });

  test('the entered number, not the own one', async () => {
    const { desk, room, request } = scene();
    await answerEntered(desk, request('2025550177'));
    const steps = await answerConfirmed(desk, request('1'), 1);
    expect(words(steps)[0]).toContain('2 0 2, 5 5 5, 0 1 7 7');
    expect(JSON.parse(callbacksOf(room.ports.taskList)[0]?.attributes ?? '{}')).toMatchObject({
      callBackData: { numberToCall: '+12025550177' },
    });
  });

  test('keys: enter again, back, and read again for any other', async () => {
    const { desk, room, request } = scene();
    await answerEntered(desk, request('2025550177'));
    expect(actionOf(await answerConfirmed(desk, request('2'), 1))).toBe('/callback/entered');
    expect(await answerConfirmed(desk, request('*'), 1)).toEqual([BACK_IN_LINE]);
    expect(actionOf(await answerConfirmed(desk, request('5'), 1))).toBe('/callback/confirmed');
    expect(callbacksOf(room.ports.taskList)).toEqual([]);
  });

  test('the same webhook twice: the same words, one callback', async () => {
    const { desk, room, request } = scene();
    await answerEntered(desk, request('2025550177'));
    const first = await answerConfirmed(desk, request('1'), 1);
    expect(await answerConfirmed(desk, request('1'), 1)).toEqual(first);
    expect(callbacksOf(room.ports.taskList)).toHaveLength(1);
  });

  test('it can not be booked: back in line, and said so; in a flow, to a message', async () => {
    for (const inFlow of [false, true]) {
      const { desk, room, request } = scene({ inFlow });
      room.ports.fail('create', { code: 'VENDOR_REJECTED', times: 9 });
      const steps = await answerConfirmed(desk, request('1'), 1);
      expect(steps).toEqual([{ say: prompts.callbackFailed }, inFlow ? returns('message') : BACK_IN_LINE]);
    }
  });

  test('nobody knows yet: asked again, and in the end nothing is said of it', async () => {
    const { desk, room, request } = scene();
    room.ports.fail('create', { code: 'VENDOR_UNAVAILABLE', times: 99 });
    room.ports.fail('find', { code: 'VENDOR_UNAVAILABLE', times: 99 });
    expect(await answerConfirmed(desk, request('1'), 1)).toEqual([
      { pause: 2 },
      { redirect: '/callback/confirmed?asks=2' },
    ]);
    expect(await answerConfirmed(desk, request(), 5)).toEqual([BACK_IN_LINE]);
  });

  test('an agent is answering: nothing is said', async () => {
    const { desk, room, request } = scene();
    const [task] = room.ports.taskList;
    if (task) task.status = 'assigned';
    room.ports.meanwhile = () => {};
    await desk.ports.notes.write(callSid, { place: 'queue', tries: 0, taskSid: task?.taskSid }, undefined);
    const steps = await answerConfirmed(desk, request('1'), 1);
    expect(words(steps)).toEqual([]);
    expect(callbacksOf(room.ports.taskList).filter(each => each.status !== 'canceled')).toEqual([]);
  });

  test("out of hours it is for later, on the client's clock", async () => {
    const { desk, room, request } = scene({ inFlow: true });
    room.clock.advance(12 * 3_600_000);
    const late = { ...desk, deadlineMs: room.clock.now().getTime() + 8_000 };
    const [said] = words(await answerConfirmed(late, request('1'), 1));
    expect(said).toMatch(/Tuesday, November 24(,| at) 9:00.AM/);
  });
});

describe('when the document can not be made', () => {
  test('the caller goes back, from where the request came', () => {
    const client = sampleClient();
    expect(troubled(client, {})).toEqual([{ say: prompts.callbackFailed }, BACK_IN_LINE]);
    expect(troubled(undefined, { AccountSid: accountSid, flowSid })).toEqual([returns('message')]);
    expect(troubled(undefined, { AccountSid: accountSid, flowSid: 'FW1' })).toEqual([BACK_IN_LINE]);
  });

  test('a booking that may have come about is asked for again', () => {
    expect(troubledBooking(undefined, {})).toEqual([{ pause: 2 }, { redirect: '/callback/confirmed?asks=2' }]);
    expect(troubledBooking(undefined, { asks: '5' })).toEqual([BACK_IN_LINE]);
    expect(troubledBooking(undefined, { asks: 'many' })).toEqual([BACK_IN_LINE]);
  });
});
