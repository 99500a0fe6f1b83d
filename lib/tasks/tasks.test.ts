import fc from 'fast-check';
import { sampleClient } from '../config/client.fake';
import type { PhoneNumber } from '../phone';
import type { CallSid, RecordingSid } from '../sid';
import {
  ATTRIBUTES_BYTES,
  callbackAttributes,
  mergeAttributes,
  optedOut,
  parseTaskAttributes,
  storyRoom,
  taskTranscript,
  VOICEMAIL_STORY_BYTES,
  voicemailAttributes,
  withStory,
  writeAttributes,
} from '.';

const client = sampleClient();
const callSid = `CA${'1'.repeat(32)}` as CallSid;
const receivedAt = new Date('2026-11-23T18:04:00Z');
const callback = callbackAttributes(client, {
  callSid,
  from: 'anonymous',
  line: '+12025550142',
  number: '+12025550111' as PhoneNumber,
  receivedAt,
  key: 'a'.repeat(40),
  topic: 'billing',
  hold: { dueAt: '2026-11-24T17:00:00.000Z', holdHours: 24 },
});
const voicemail = voicemailAttributes(client, {
  recordingSid: `RE${'2'.repeat(32)}` as RecordingSid,
  callSid,
  recordedAt: receivedAt,
  call: { from: '+12025550111', to: '+12025550142' },
  recordingUrl: 'https://api.twilio.com/2010-04-01/Accounts/AC0/Recordings/RE2',
});

/** What the stock view reads, and of what type (flex-project-template, `plugin…/types/task-router/Task.ts`). */
const STOCK = {
  numberToCall: 'string',
  numberToCallFrom: 'string',
  attempts: 'number',
  mainTimeZone: 'string',
  utcDateTimeReceived: 'string',
  recordingSid: 'string',
  recordingUrl: 'string',
  transcriptSid: 'string',
  transcriptText: 'string',
  isDeleted: 'boolean',
};

test.each([
  ['callback', callback],
  ['voicemail', voicemail],
])('a new %s has every key of the stock view, with its type', (kind, attributes) => {
  const { callBackData } = attributes;
  const types = Object.fromEntries(Object.entries(callBackData).map(([key, value]) => [key, typeof value]));
  expect(types).toMatchObject(STOCK);
  expect(attributes).toMatchObject({
    taskType: kind,
    name: '+12025550111',
    direction: 'inbound',
    conversations: { conversation_id: callSid },
  });
  expect(typeof attributes.from).toBe('string');
});

test.each([
  ['callback', callback],
  ['voicemail', voicemail],
])('a %s is read as it was written', (kind, attributes) => {
  const { linekit, name, from, to, callBackData } = attributes;
  expect(parseTaskAttributes(writeAttributes(attributes))).toMatchObject({
    kind,
    linekit,
    name,
    from,
    to,
    callBackData,
    conversationId: callSid,
  });
});

test("a task of the stock plugin lacks keys: they have their defaults, and nobody's mark", () => {
  const theirs = { taskType: 'callback', name: '+1', callBackData: { numberToCall: '+12025550111', attempts: '2' } };
  expect(parseTaskAttributes(JSON.stringify(theirs))).toMatchObject({
    kind: 'callback',
    linekit: undefined,
    callBackData: { numberToCall: '+12025550111', attempts: 0, isDeleted: false, recordingSid: '', transcriptText: '' },
  });
});

test.each([
  ['not JSON', '{', 'foreign'],
  ['a list', '[]', 'foreign'],
  ['nothing', '{}', 'foreign'],
  ['a chat', '{"channelType":"web"}', 'foreign'],
  ['a callback without data', '{"taskType":"callback","callBackData":null}', 'foreign'],
  ['a call in queue', `{"call_sid":"${callSid}","topic":"billing"}`, 'call'],
])('%s is %s', (_name, json, kind) => {
  expect(parseTaskAttributes(json).kind).toBe(kind);
});

test('any text is read without a throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), json => {
      expect(() => parseTaskAttributes(json)).not.toThrow();
    }),
    { seed: 20261121, numRuns: 150 },
  );
});

test('a change leaves alone what it does not name, whoever wrote it', () => {
  const theirs = fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 });
  fc.assert(
    fc.property(theirs, theirs, (all, inner) => {
      const before = { ...all, callBackData: { ...inner, dueAt: 'x', numberToCall: '+1' } };
      const change = { callBackData: { dueAt: undefined, attempts: 1 } };
      fc.pre(Buffer.byteLength(JSON.stringify(before)) < ATTRIBUTES_BYTES - 20);
      const after = JSON.parse(mergeAttributes(JSON.stringify(before), change)) as typeof before;
      const { dueAt: _, ...rest } = before.callBackData;
      expect(after).toEqual(JSON.parse(JSON.stringify({ ...before, callBackData: { ...rest, attempts: 1 } })));
    }),
    { seed: 20261121, numRuns: 150 },
  );
});

test('a mark for Insights goes beside what is there', () => {
  const before = { call_sid: callSid, conversations: { conversation_id: 'theirs', language: 'en' } };
  expect(JSON.parse(mergeAttributes(JSON.stringify(before), optedOut('callback')))).toEqual({
    call_sid: callSid,
    conversations: { conversation_id: 'theirs', language: 'en', ...optedOut('callback').conversations },
  });
});

test('what does not fit is refused, and a transcript that was cut fits', () => {
  expect(() => writeAttributes({ text: 'x'.repeat(ATTRIBUTES_BYTES) })).toThrow('Twilio takes 4096');
  expect(() => mergeAttributes('{}', { text: '\u00e9'.repeat(2_100) })).toThrow('4096');
  expect(() => mergeAttributes('[]', {})).toThrow('no JSON object');
  const words = taskTranscript('wörds "quoted" '.repeat(1_000));
  const full = { callBackData: { transcriptText: words, dueAt: '2026-11-24T17:00:00.000Z', holdHours: 24 } };
  expect(() => mergeAttributes(writeAttributes(voicemail), full)).not.toThrow();
});

test('a story fits beside what others write later, in a callback and in a voicemail with its transcript', () => {
  const callbackRoom = storyRoom(callback);
  expect(callbackRoom).toBeGreaterThan(2_000);
  const story = (bytes: number) => ({ summary: 'x'.repeat(bytes - 14) });
  const later = { conference: 'y'.repeat(1_100) };
  expect(() => mergeAttributes(writeAttributes(withStory(callback, story(callbackRoom))), later)).not.toThrow();
  const told = writeAttributes(withStory(voicemail, story(VOICEMAIL_STORY_BYTES)));
  const words = taskTranscript('wörds "quoted" '.repeat(1_000), VOICEMAIL_STORY_BYTES);
  const full = { callBackData: { transcriptText: words, dueAt: '2026-11-24T17:00:00.000Z', holdHours: 24 } };
  expect(() => mergeAttributes(told, full)).not.toThrow();
  expect(withStory(callback, story(9_000))).toEqual(callback);
  expect(withStory(callback, undefined)).toEqual(callback);
});
