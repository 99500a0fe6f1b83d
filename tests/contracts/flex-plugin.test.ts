import { handler as complete } from '../../functions/callback/complete';
import { handler as fetchVoicemail } from '../../functions/features/callback-and-voicemail/flex/fetch-voicemail';
import { handler as requeue } from '../../functions/features/callback-and-voicemail/flex/requeue-callback';
import { handler as remove } from '../../functions/voicemail/delete';
import type { Handler } from '../../lib/function';
import type { PhoneNumber } from '../../lib/phone';
import type { CallSid, RecordingSid } from '../../lib/sid';
import { callbackAttributes, mergeAttributes, voicemailAttributes } from '../../lib/tasks';
import { functionPath } from '../../scripts/build/function-path';
import { alwaysOpen, CALL_SID, openFlexRoom, RECORDING_SID, type FlexRoom } from '../functions/flex-room';
import { captureLog } from '../functions/run-function';

/**
 * The contract of Twilio's stock callback-and-voicemail plugin (flex-project-template, commit fbd55944, plugin-flex-ts-template-v2,
 * feature-library/callback-and-voicemail): every request that it makes, and every attribute that its view reads. docs/flex.md has the same in words.
 */
captureLog();
afterEach(() => jest.restoreAllMocks());

const callSid = CALL_SID as CallSid;
const number = '+12025550111';
const line = '+12025550142';

const callback = callbackAttributes(alwaysOpen, {
  callSid,
  from: number,
  line,
  number: number as PhoneNumber,
  receivedAt: new Date('2026-11-23T18:00:00Z'),
  key: 'k',
  topic: 'billing',
});
const message = voicemailAttributes(alwaysOpen, {
  recordingSid: RECORDING_SID as RecordingSid,
  callSid,
  recordedAt: new Date('2026-11-23T18:00:00Z'),
  call: { from: number, to: line },
  recordingUrl: `https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/${RECORDING_SID}`,
});
const transcribed = JSON.parse(
  mergeAttributes(JSON.stringify(message), { callBackData: { transcriptText: 'Please call me back.' } }),
) as object;

// ---------------------------------------------------------------- requests

/** CallbackService.ts: each is a POST of a form with `Token`; the page reads these keys of a 200, and shows nothing of a failure's body. */
const requests: readonly {
  readonly path: string;
  readonly file: string;
  readonly handler: Handler;
  readonly fields: (taskSid: string) => Record<string, string>;
  readonly reads: Readonly<Record<string, unknown>>;
}[] = [
  {
    path: '/features/callback-and-voicemail/flex/requeue-callback',
    file: 'features/callback-and-voicemail/flex/requeue-callback.js',
    handler: requeue,
    fields: taskSid => ({ taskSid }),
    // `success` decides whether the page wraps the old task up; the others are declared and not read.
    reads: { success: true, taskSid: expect.stringMatching(/^WT[0-9a-f]{32}$/) },
  },
  {
    path: '/features/callback-and-voicemail/flex/fetch-voicemail',
    file: 'features/callback-and-voicemail/flex/fetch-voicemail.js',
    handler: fetchVoicemail,
    fields: () => ({ recordingSid: RECORDING_SID }),
    // The player is `data:{type};base64,{recording}`.
    reads: { type: 'audio/mpeg', recording: Buffer.from('mp3').toString('base64') },
  },
];

describe.each(requests)('$path', ({ path, file, handler, fields, reads }) => {
  test('is where the plugin asks', () => expect(functionPath(file)).toBe(path));

  test('answers what the plugin reads, to a form as the plugin writes it', async () => {
    const { room, token, taskSid } = await accepted(transcribed);
    // The plugin joins encodeURIComponent of names and values; the runtime reads it back.
    const body = Object.entries({ Token: token, ...fields(taskSid) })
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join('&');
    const answer = await room.call(handler, Object.fromEntries(new URLSearchParams(body)));
    expect(answer).toMatchObject({ status: 200, body: reads });
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'access-control-allow-origin': '*' });
  });

  test('a refusal is JSON with keys, which the page may read, and no status that makes the plugin repeat (429)', async () => {
    const { room, taskSid } = await accepted(transcribed);
    const answer = await room.call(handler, { Token: 'a.b.c.d.e', ...fields(taskSid) });
    expect(answer).toMatchObject({
      status: 403,
      headers: { 'content-type': 'application/json', 'access-control-allow-origin': '*' },
      body: { success: false, code: 'TOKEN_INVALID', message: expect.any(String) },
    });
  });
});

// ---------------------------------------------------------------- attributes

type Attributes = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/** What the view reads, where, and what it must be for the view to work. */
const reads: readonly [attribute: string, used: string, fits: (value: unknown) => boolean][] = [
  [
    'taskType',
    'Callback.tsx, Voicemail.tsx, TaskInfoPanel.tsx',
    value => value === 'callback' || value === 'voicemail',
  ],
  ['name', 'task list and headers', value => typeof value === 'string' && value !== ''],
  [
    'callBackData.numberToCall',
    'shown; dialed by "call now"',
    value => typeof value === 'string' && /^\+\d+$/.test(value),
  ],
  [
    'callBackData.numberToCallFrom',
    'caller id, unless it is sip:',
    value => typeof value === 'string' && /^\+\d+$/.test(value),
  ],
  ['callBackData.attempts', '"attempt {attempts + 1} of …"', value => Number.isInteger(value)],
  ['callBackData.mainTimeZone', 'time in the line’s zone', isTimeZone],
  ['callBackData.utcDateTimeReceived', 'time of the call, by DateTime.fromISO', isIso],
  ['callBackData.recordingSid', 'whether there is a player, and of what', value => typeof value === 'string'],
  ['callBackData.recordingUrl', 'declared', value => typeof value === 'string'],
  ['callBackData.transcriptSid', 'declared', value => typeof value === 'string'],
  ['callBackData.transcriptText', 'shown', value => typeof value === 'string'],
  ['callBackData.isDeleted', 'hides player and transcript', value => typeof value === 'boolean'],
  ['conversations.conversation_id', 'goes to the outbound call', value => typeof value === 'string' && value !== ''],
  ['direction', 'Flex itself', value => value === 'inbound'],
  ['from', 'Flex itself', value => typeof value === 'string' && value !== ''],
];

/** What an agent sees in each stage. */
interface Stage {
  readonly name: string;
  readonly attributes: () => Promise<Attributes>;
  readonly sees: { type: string; attempt: number; player: boolean; transcript: string };
}
const stages: readonly Stage[] = [
  {
    name: 'a fresh callback',
    attributes: async () => (await accepted(callback)).attributes(),
    sees: { type: 'callback', attempt: 1, player: false, transcript: '' },
  },
  {
    name: 'a voicemail',
    attributes: async () => (await accepted(message)).attributes(),
    sees: { type: 'voicemail', attempt: 1, player: true, transcript: '' },
  },
  {
    name: 'a voicemail after its transcript',
    attributes: async () => (await accepted(transcribed)).attributes(),
    sees: { type: 'voicemail', attempt: 1, player: true, transcript: 'Please call me back.' },
  },
  {
    name: 'a callback that was requeued',
    attributes: () => after(callback, requeue),
    sees: { type: 'callback', attempt: 2, player: false, transcript: '' },
  },
  {
    name: 'a voicemail that was requeued',
    attributes: () => after(transcribed, requeue),
    sees: { type: 'voicemail', attempt: 2, player: true, transcript: 'Please call me back.' },
  },
  {
    name: 'a completed callback',
    attributes: () => after(callback, complete, { disposition: 'reached' }),
    sees: { type: 'callback', attempt: 1, player: false, transcript: '' },
  },
  {
    name: 'a deleted voicemail',
    attributes: () => after(transcribed, remove),
    sees: { type: 'voicemail', attempt: 1, player: false, transcript: '' },
  },
];

describe.each(stages)('$name', ({ attributes, sees }) => {
  test('has every attribute, of the right type, and is shown as it stands', async () => {
    const task = await attributes();
    const unfit = reads.filter(([attribute, , fits]) => !fits(valueAt(task, attribute)));
    expect(unfit.map(([attribute, used]) => `${attribute} (${used}): ${String(valueAt(task, attribute))}`)).toEqual([]);
    const data = task['callBackData'] ?? {};
    const shown = {
      type: task['taskType'],
      attempt: Number(data['attempts']) + 1,
      player: Boolean(data['recordingSid']) && !data['isDeleted'],
      transcript: data['isDeleted'] ? '' : data['transcriptText'],
    };
    expect(shown).toEqual(sees);
    // Flex would take a callback with the SID of a call for a call that waits.
    expect(sees.type === 'callback' && 'call_sid' in task).toBe(false);
  });
});

test('the table of stages sees every kind of task, every request and our own', () => {
  expect(new Set(stages.map(({ sees }) => sees.type))).toEqual(new Set(['callback', 'voicemail']));
  expect(stages).toHaveLength(7);
});

// ---------------------------------------------------------------- the room

/** A task that an agent has accepted. */
async function accepted(given: object): Promise<{
  room: FlexRoom;
  token: string;
  taskSid: string;
  attributes: () => Promise<Attributes>;
}> {
  const room = await openFlexRoom();
  const { workerSid, token } = await room.hire('Ana');
  const taskSid = await room.task(given, workerSid);
  await room.delivered(taskSid);
  jest.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(new Uint8Array(Buffer.from('mp3'))));
  return { room, token, taskSid, attributes: () => room.attributesOf(taskSid) };
}

/** The task's attributes after a request, or those of the task that it made. */
async function after(given: object, handler: Handler, fields: Record<string, string> = {}): Promise<Attributes> {
  const { room, token, taskSid } = await accepted(given);
  const answer = await room.call(handler, { Token: token, taskSid, ...fields });
  expect(answer.status).toBe(200);
  const { taskSid: made = taskSid } = answer.body as { taskSid?: string };
  return room.attributesOf(made);
}

function valueAt(task: Attributes, attribute: string): unknown {
  const [first = '', second] = attribute.split('.');
  const value: unknown = task[first];
  return second === undefined ? value : (value as Record<string, unknown> | undefined)?.[second];
}

function isTimeZone(value: unknown): boolean {
  return (
    typeof value === 'string' && value.includes('/') && Boolean(new Intl.DateTimeFormat('en', { timeZone: value }))
  );
}

function isIso(value: unknown): boolean {
  return typeof value === 'string' && new Date(value).toISOString() === value;
}
