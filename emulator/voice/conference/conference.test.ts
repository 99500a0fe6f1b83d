import type { CallerStep } from '../../contract';
import type { PlacedCall } from '..';
import type { Callee } from '../callee';
import {
  CALLER_NUMBER,
  heardIn,
  LINE_NUMBER,
  testLine,
  untilDone,
  type Pages,
  type TestLine,
} from '../testing/test-line';

const EVENTS =
  'statusCallback="/events" statusCallbackEvent="start end join leave mute hold modify speaker announcement"';
const OTHER = '+15550142223';

interface Room extends TestLine {
  enter(steps?: readonly CallerStep[], from?: string): PlacedCall;
  events(): (string | undefined)[];
  conference(): Promise<{ sid: string; status: string; reason_conference_ended: string | null }>;
}

async function room(attributes = '', pages: Pages = {}, callee: Callee = { do: 'answer' }): Promise<Room> {
  const line = await testLine(
    {
      '/voice': `<Dial action="/action"><Conference ${EVENTS} beep="false" ${attributes}>room</Conference></Dial>`,
      '/action': '<Say>after</Say>',
      '/events': '',
      '/status': '',
      ...pages,
    },
    { callees: () => callee },
  );
  return {
    ...line,
    enter: (steps = [], from = CALLER_NUMBER) => line.voice.placeCall({ from, to: LINE_NUMBER, caller: steps }),
    events: () => line.sentTo('/events').map(({ parameters }) => parameters['StatusCallbackEvent']),
    async conference() {
      const { body } = await line.api('GET', '/Conferences.json?FriendlyName=room');
      const [first] = (body as { conferences: Awaited<ReturnType<Room['conference']>>[] }).conferences;
      if (!first) throw new Error('there is no conference');
      return first;
    },
  };
}

const stay = (ms: number): CallerStep[] => [{ do: 'listen', until: { ms } }, { do: 'hang-up' }];

test('the whole life of a conference, in order and numbered', async () => {
  const line = await room();
  const first = line.enter(stay(20_000));
  await line.world.controls.advance(5000);
  const second = line.enter(stay(5000), OTHER);
  await untilDone(line.world, Promise.all([first.ended, second.ended]));
  expect(line.events()).toEqual([
    'participant-join',
    'participant-join',
    'conference-start',
    'participant-leave',
    'participant-leave',
    'conference-end',
  ]);
  const sent = line.sentTo('/events');
  expect(sent.map(({ parameters }) => parameters['SequenceNumber'])).toEqual(['1', '2', '3', '4', '5', '6']);
  expect(sent[0]).toMatchObject({
    kind: 'conference-status',
    parameters: {
      FriendlyName: 'room',
      CallSid: first.callSid,
      Muted: 'false',
      Hold: 'false',
      Coaching: 'false',
      StartConferenceOnEnter: 'true',
      EndConferenceOnExit: 'false',
    },
  });
  expect(sent[3]?.parameters).toMatchObject({
    CallSid: second.callSid,
    ReasonParticipantLeft: 'participant_hung_up',
    ParticipantCallStatus: 'completed',
  });
  expect(sent[5]?.parameters).toMatchObject({
    ReasonConferenceEnded: 'last-participant-left',
    CallSidEndingConference: first.callSid,
  });
  expect(await line.conference()).toMatchObject({
    status: 'completed',
    reason_conference_ended: 'last-participant-left',
  });
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ DialCallStatus: 'answered' });
});

test('who is alone hears the wait document, and stops hearing it when the other comes; then both hear each other', async () => {
  const line = await room('waitUrl="/wait"', { '/wait': '<Say>please wait for the others to come</Say>' });
  const first = line.enter([{ do: 'listen', until: { text: 'good morning' } }, { do: 'hang-up' }]);
  await line.world.controls.advance(5000);
  const second = line.enter(
    [{ do: 'listen', until: { ms: 1000 } }, { do: 'say', words: 'good morning' }, { do: 'wait' }],
    OTHER,
  );
  const report = await untilDone(line.world, first.ended);
  expect(line.sentTo('/wait')[0]?.parameters).toMatchObject({ FriendlyName: 'room' });
  expect(heardIn(report).at(-1)).toBe('good morning');
  expect(line.events()).toEqual(expect.arrayContaining(['participant-speech-start', 'participant-speech-stop']));
  await line.api('POST', `/Calls/${second.callSid}.json`, { form: { Status: 'completed' } });
  await untilDone(line.world, second.ended);
});

test('startConferenceOnEnter: it starts with the one who may start it', async () => {
  const pages = {
    '/voice': ({ parameters }: { parameters: Readonly<Record<string, string>> }) =>
      `<Dial><Conference ${EVENTS} startConferenceOnEnter="${parameters['From'] === OTHER}">room</Conference></Dial>`,
  };
  const line = await room('', pages);
  line.enter([]);
  line.enter([], '+15550142224');
  await line.world.controls.advance(5000);
  expect(line.events()).not.toContain('conference-start');
  expect(await line.conference()).toMatchObject({ status: 'init' });
  line.enter([], OTHER);
  await line.world.controls.advance(5000);
  expect(line.events()).toContain('conference-start');
  expect(await line.conference()).toMatchObject({ status: 'in-progress' });
});

test('endConferenceOnExit: all leave with the moderator, and go on behind the Dial', async () => {
  const pages = {
    '/voice': ({ parameters }: { parameters: Readonly<Record<string, string>> }) =>
      `<Dial action="/action"><Conference ${EVENTS} endConferenceOnExit="${parameters['From'] === OTHER}">room</Conference></Dial>`,
  };
  const line = await room('', pages);
  const guest = line.enter();
  const moderator = line.enter(stay(10_000), OTHER);
  const report = await untilDone(line.world, guest.ended);
  expect(heardIn(report).at(-1)).toBe('after');
  expect(
    line
      .sentTo('/events')
      .slice(-3)
      .map(({ parameters }) => parameters),
  ).toEqual([
    expect.objectContaining({ CallSid: moderator.callSid, ReasonParticipantLeft: 'participant_hung_up' }),
    expect.objectContaining({ CallSid: guest.callSid, ReasonParticipantLeft: 'moderator_ended_conference' }),
    expect.objectContaining({ ReasonConferenceEnded: 'participant-with-end-conference-on-exit-left' }),
  ]);
});

test('maxParticipants: whoever comes too late goes on behind the Dial', async () => {
  const line = await room('maxParticipants="2"');
  line.enter();
  line.enter();
  await line.world.controls.advance(2000);
  const third = await untilDone(line.world, line.enter().ended);
  expect(heardIn(third)).toEqual(['after']);
  expect(third.timeline).toContainEqual(expect.objectContaining({ detail: { code: 16020 } }));
});

test('beeps announce who comes and goes', async () => {
  const line = await room('beep="onEnter"', {
    '/voice': '<Dial><Conference beep="onEnter" waitUrl="">room</Conference></Dial>',
  });
  const first = line.enter(stay(30_000));
  line.enter(stay(5000), OTHER);
  line.enter(stay(10_000), OTHER);
  expect(heardIn(await untilDone(line.world, first.ended)).filter(heard => heard === 'beep')).toHaveLength(1);
});

describe('over REST', () => {
  async function talking(pages: Pages = {}): Promise<Room & { path: string; first: PlacedCall; second: PlacedCall }> {
    const line = await room('waitUrl=""', pages);
    const first = line.enter();
    const second = line.enter([], OTHER);
    await line.world.controls.advance(3000);
    const { sid } = await line.conference();
    return { ...line, path: `/Conferences/${sid}`, first, second };
  }

  test('participants are listed and read; mute, hold and coaching show and are told', async () => {
    const line = await talking({ '/hold': '<Say>one moment please</Say>' });
    const { body } = await line.api('GET', `${line.path}/Participants.json`);
    expect((body as { participants: unknown[] }).participants).toHaveLength(2);
    const one = `${line.path}/Participants/${line.second.callSid}.json`;
    expect(await line.api('POST', one, { form: { Muted: 'true' } })).toMatchObject({
      status: 200,
      body: { muted: true },
    });
    await line.api('POST', one, { form: { Muted: 'false', Hold: 'true', HoldUrl: 'https://app.example/hold' } });
    await line.world.controls.advance(3000);
    expect(await line.api('GET', `${line.path}/Participants.json?Hold=true`)).toMatchObject({
      body: { participants: [{ call_sid: line.second.callSid, hold: true, status: 'connected' }] },
    });
    await line.api('POST', one, { form: { Hold: 'false', Coaching: 'true', CallSidToCoach: line.first.callSid } });
    expect(line.events().slice(3)).toEqual([
      'participant-mute',
      'participant-unmute',
      'participant-hold',
      'participant-unhold',
      'participant-modify',
    ]);
    expect(line.sentTo('/hold')[0]).toMatchObject({ method: 'GET' });
  });

  test('a muted participant is not heard', async () => {
    const line = await room('waitUrl="" muted="true"');
    const first = line.enter(stay(10_000));
    line.enter(
      [
        { do: 'listen', until: { ms: 2000 } },
        { do: 'say', words: 'can you hear me' },
      ],
      OTHER,
    );
    expect(heardIn(await untilDone(line.world, first.ended))).toEqual([]);
  });

  test('an announcement is heard by all, and told', async () => {
    const line = await talking({ '/announce': '<Say>five more minutes</Say>', '/gone': { status: 500, body: '' } });
    await line.api('POST', `${line.path}.json`, { form: { AnnounceUrl: 'https://app.example/announce' } });
    await line.api('POST', `${line.path}/Participants/${line.first.callSid}.json`, {
      form: { AnnounceUrl: 'https://app.example/gone' },
    });
    await line.world.controls.advance(5000);
    const heard = line.world.timeline.filter(entry => entry.text === 'five more minutes');
    expect(heard.map(entry => entry.callSid).sort()).toEqual([line.first.callSid, line.second.callSid].sort());
    expect(
      line
        .events()
        .filter(event => event?.startsWith('announcement'))
        .sort(),
    ).toEqual(['announcement-end', 'announcement-fail']);
  });

  test('one is taken out, and goes on behind the Dial', async () => {
    const line = await talking();
    await line.api('DELETE', `${line.path}/Participants/${line.second.callSid}.json`);
    expect(heardIn(await untilDone(line.world, line.second.ended)).at(-1)).toBe('after');
    expect(line.sentTo('/events').at(-1)?.parameters).toMatchObject({
      ReasonParticipantLeft: 'participant_updated_via_api',
      ParticipantCallStatus: 'in-progress',
    });
  });

  test('it is ended', async () => {
    const line = await talking();
    await line.api('POST', `${line.path}.json`, { form: { Status: 'completed' } });
    await untilDone(line.world, Promise.all([line.first.ended, line.second.ended]));
    expect(line.events().at(-1)).toBe('conference-end');
    expect(await line.conference()).toMatchObject({ reason_conference_ended: 'conference-ended-via-api' });
    expect(await line.api('POST', `${line.path}.json`, { form: { Status: 'completed' } })).toMatchObject({
      status: 404,
    });
  });

  const call = { From: LINE_NUMBER, To: '+15550107777' };

  test('somebody is called into it, found by label, and told of on their own callback', async () => {
    const line = await talking();
    const made = await line.api('POST', `${line.path}/Participants.json`, {
      form: { ...call, Label: 'agent', EndConferenceOnExit: 'true', StatusCallback: 'https://app.example/status' },
    });
    expect(made).toMatchObject({
      status: 201,
      body: { label: 'agent', status: 'queued', end_conference_on_exit: true },
    });
    await line.world.controls.advance(5000);
    expect(await line.api('GET', `${line.path}/Participants/agent.json`)).toMatchObject({
      body: { status: 'connected' },
    });
    expect(line.sentTo('/events').at(-1)?.parameters).toMatchObject({ ParticipantLabel: 'agent' });
    const again = await line.api('POST', `${line.path}/Participants.json`, { form: { ...call, Label: 'agent' } });
    expect(again).toMatchObject({ status: 400, body: { code: 16026 } });
    const { call_sid: callSid } = made.body as { call_sid: string };
    await line.api('POST', `/Calls/${callSid}.json`, { form: { Status: 'completed' } });
    await untilDone(line.world, line.first.ended);
    expect(line.sentTo('/status')[0]?.parameters).toMatchObject({ CallSid: callSid, CallStatus: 'completed' });
  });

  test('a conference begins with those who are called into it by name; one who does not come is told of', async () => {
    const line = await room('', {}, { do: 'busy' });
    const form = {
      ...call,
      ConferenceStatusCallback: 'https://app.example/events',
      ConferenceStatusCallbackEvent: 'leave end',
    };
    expect(await line.api('POST', '/Conferences/new/Participants.json', { form })).toMatchObject({ status: 201 });
    await line.world.controls.advance(10_000);
    expect(line.sentTo('/events').map(({ parameters }) => parameters)).toEqual([
      expect.objectContaining({ ReasonParticipantLeft: 'participant_add_failed', ParticipantCallStatus: 'busy' }),
      expect.objectContaining({ StatusCallbackEvent: 'conference-end', FriendlyName: 'new' }),
    ]);
  });

  test.each<[Record<string, string>, number]>([
    [{ Label: 'a/b' }, 16023],
    [{ To: '12' }, 21211],
    [{ Beep: 'loud' }, 20001],
    [{ MaxParticipants: '1' }, 20001],
    [{ Coaching: 'true' }, 13240],
  ])('%j is refused with %i', async (form, code) => {
    const line = await talking();
    expect(await line.api('POST', `${line.path}/Participants.json`, { form: { ...call, ...form } })).toMatchObject({
      status: 400,
      body: { code },
    });
  });
});

describe('recordings', () => {
  const said: CallerStep[] = [
    { do: 'listen', until: { ms: 1000 } },
    { do: 'say', words: 'one two three four five' },
    { do: 'listen', until: { ms: 8000 } },
    { do: 'hang-up' },
  ];

  test('record-from-start: what is said from the start on', async () => {
    const line = await room(
      'waitUrl="" record="record-from-start" trim="do-not-trim" recordingStatusCallback="/recorded"',
      { '/recorded': '' },
    );
    const first = line.enter(stay(30_000));
    await line.world.controls.advance(5000);
    await untilDone(line.world, line.enter(said, OTHER).ended);
    await untilDone(line.world, first.ended);
    await line.world.controls.advance(5000);
    const recorded = line.sentTo('/recorded')[0]?.parameters;
    expect(recorded).toMatchObject({
      RecordingSource: 'Conference',
      RecordingStatus: 'completed',
      RecordingDuration: '25',
    });
    const { sid } = await line.conference();
    expect(await line.api('GET', `/Conferences/${sid}/Recordings.json`)).toMatchObject({
      body: { recordings: [{ conference_sid: sid, source: 'Conference' }] },
    });
  });

  test('a running call is recorded, paused and stopped over REST; a pause that skips is not in it', async () => {
    const line = await testLine({ '/voice': '<Pause length="60"/>', '/recorded': '' });
    const { callSid } = line.voice.placeCall({ from: CALLER_NUMBER, to: LINE_NUMBER, caller: [] });
    await line.world.controls.advance(1000);
    const path = `/Calls/${callSid}/Recordings`;
    const made = await line.api('POST', `${path}.json`, {
      form: { RecordingStatusCallback: 'https://app.example/recorded', RecordingChannels: 'dual' },
    });
    expect(made).toMatchObject({
      status: 201,
      body: { status: 'in-progress', source: 'StartCallRecordingAPI', channels: 2 },
    });
    await line.world.controls.advance(4000);
    const current = `${path}/Twilio.CURRENT.json`;
    expect(await line.api('POST', current, { form: { Status: 'paused', PauseBehavior: 'skip' } })).toMatchObject({
      body: { status: 'paused' },
    });
    await line.world.controls.advance(10_000);
    expect(await line.api('POST', current, { form: { Status: 'in-progress' } })).toMatchObject({
      body: { status: 'in-progress' },
    });
    await line.world.controls.advance(2000);
    await line.api('POST', current, { form: { Status: 'stopped' } });
    await line.world.controls.advance(2000);
    expect(line.sentTo('/recorded')[0]?.parameters).toMatchObject({ RecordingDuration: '6', RecordingChannels: '2' });
    expect(await line.api('POST', current, { form: { Status: 'stopped' } })).toMatchObject({
      status: 400,
      body: { code: 21220 },
    });
  });
});
