import type { Twilio } from 'twilio';
import { fixedClock } from '../clock';
import type { CallSid, RecordingSid } from '../sid';
import { twilioRecordingOrigins } from '.';

const recording = { recordingSid: `RE${'1'.repeat(32)}` as RecordingSid, callSid: `CA${'1'.repeat(32)}` as CallSid };
const line = '+12025550145';
const asked = (path: string, recordingSid: string = recording.recordingSid): object => ({
  request: { url: `https://linekit-1.twil.io${path}`, method: 'POST', parameters: { recording_sid: recordingSid } },
});
const turn = '/assistant/recorded?turn=2&language=es-US';

/** What becomes of the recording of a call that ended so many minutes ago (null: it goes on) and of which Twilio knows these requests. */
function originOf(events: readonly unknown[], endedMinutes: number | null = 20, to = line) {
  const clock = fixedClock('2026-11-23T18:04:00Z');
  const endTime = endedMinutes === null ? null : new Date(clock.now().getTime() - endedMinutes * 60_000);
  const calls = () => ({ fetch: async () => ({ to, endTime }), events: { list: async () => events } });
  const access = { rest: { calls } as unknown as Twilio, accountSid: '', authToken: '' };
  return twilioRecordingOrigins(access, { numbers: [line], action: '/assistant/recorded' }, clock).of(recording);
}

test.each([
  ['turn', [asked('/assistant/start'), asked(turn)]],
  ['message', [asked(turn, `RE${'2'.repeat(32)}`), asked('/voicemail/received')]],
  ['message', [asked('/assistant/heard'), { request: null }, {}, { request: { url: 'x', parameters: null } }]],
])('a %s', async (origin, events) => {
  expect(await originOf(events)).toBe(origin);
});

test('nothing is said of a call that goes on, or has ended but now', async () => {
  expect(await originOf([asked(turn)], 14)).toBe('unknown');
  expect(await originOf([asked(turn)], null)).toBe('unknown');
  expect(await originOf([asked(turn)], 15)).toBe('turn');
});

test('a call to another line has messages only', async () => {
  expect(await originOf([], 0, '+12025550143')).toBe('message');
});

test('where Twilio has forgotten the requests, nobody guesses', async () => {
  await expect(originOf([])).rejects.toMatchObject({ code: 'VENDOR_UNAVAILABLE' });
});
