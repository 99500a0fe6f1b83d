import { sampleClient } from '../config/client.fake';
import { lineOptions, type Client } from '../config';
import type { CallSid } from '../sid';
import { announcement, chooseWhileWaiting } from './announcement';
import { likelyWaitMinutes } from './figures';
import { leaveForMessage } from './leave';
import { lookAround } from './look-around';
import { fakeRoom } from './ports.fake';
import { dueAt, queuedSeconds, waitDocument } from './wait-document';
import { fill, spokenMoment } from './words';

const callSid = `CA${'1'.repeat(32)}` as CallSid;
const { prompts } = lineOptions(sampleClient());

function withWaiting(change: Partial<NonNullable<Client['waiting']>>, rest: Partial<Client> = {}): Client {
  return sampleClient({ waiting: { ...lineOptions(sampleClient()).waiting, ...change }, ...rest });
}

describe('the likely wait is said only when it is known', () => {
  test.each([
    ['a third in line, four calls in half an hour', 3, { accepted: 4, onShift: true }, 23],
    ['the next, with a call each minute', 1, { accepted: 30, onShift: true }, 1],
    ['two calls in half an hour tell nothing', 3, { accepted: 2, onShift: true }, undefined],
    ['nobody is there', 3, { accepted: 40, onShift: false }, undefined],
  ])('%s', (_name, place, figures, minutes) => {
    expect(likelyWaitMinutes(place, figures)).toBe(minutes);
  });
});

describe('what is announced', () => {
  const client = sampleClient();
  const offers = [prompts.offerCallback, prompts.offerVoicemail];
  test.each([
    ['nothing is known', {}, offers],
    ['the next', { place: 1 }, [prompts.next, ...offers]],
    [
      'place and wait',
      { place: 4, waitMinutes: 7 },
      ['You are number 4 in line.', 'The wait is about 7 minutes.', ...offers],
    ],
    ['a short wait', { place: 2, waitMinutes: 1 }, ['You are number 2 in line.', prompts.shortWait, ...offers]],
  ])('%s', (_name, around, words) => {
    expect(announcement(client, around)).toEqual(words);
  });

  test('only what the client wants to be said and can be had', () => {
    const around = { place: 4, waitMinutes: 7 };
    expect(announcement(withWaiting({ announcePosition: false, voicemail: false }), around)).toEqual([
      'The wait is about 7 minutes.',
      prompts.offerCallback,
    ]);
    const silent = withWaiting({ announceWait: false, callback: false, voicemail: false });
    expect(announcement(silent, around)).toEqual(['You are number 4 in line.']);
    expect(['1', '2', '3', undefined].map(key => chooseWhileWaiting(silent, key))).toEqual(Array(4).fill('wait'));
    expect(['1', '2'].map(key => chooseWhileWaiting(client, key))).toEqual(['callback', 'voicemail']);
  });
});

describe('the wait document', () => {
  const at = (queued: number, client = withWaiting({}, { answer: { waitSeconds: 600 } })) =>
    waitDocument(client, { queuedSeconds: queued, announce: false, around: {} });

  test('music for the announced time, a key works all the while', () => {
    expect(at(0)).toEqual([
      {
        gather: {
          action: '/waiting/choice',
          numDigits: 1,
          timeoutSeconds: 1,
          hear: [{ play: '/hold-music.wav', times: 4 }],
        },
      },
    ]);
  });

  test.each([
    ['a few seconds are left', 596, [{ pause: 4 }]],
    ['less than a segment is left', 575, [{ play: '/hold-music.wav', times: 2 }]],
  ])('%s', (_name, queued, hear) => {
    expect(at(queued)).toMatchObject([{ gather: { hear } }]);
  });

  test('the time is over, nobody is on shift, or the task is over: out of the queue', () => {
    expect(at(600)).toEqual([{ leave: true }]);
    for (const vain of ['nobody', 'ended'] as const) {
      const document = waitDocument(sampleClient(), { queuedSeconds: 0, announce: true, around: { vain } });
      expect(document).toEqual([{ leave: true }]);
    }
  });

  test("the client's own music is heard whole", () => {
    const music = 'https://riverside-clinic.example/hold.mp3';
    const client = withWaiting({ music, announceEverySeconds: 600 }, { answer: { waitSeconds: 600 } });
    expect(at(0, client)).toMatchObject([{ gather: { hear: [{ play: music }] } }]);
  });

  test.each([
    [20, [0, 25, 50, 75, 100], ['look', 'say', 'look', 'say', 'look']],
    [60, [0, 75, 150], ['look', 'look', 'look']],
    [120, [0, 70, 140, 210, 260], ['look', 'silent', 'look', 'silent', 'look']],
  ])('announcing every %s s', (announceEverySeconds, times, expected) => {
    const client = withWaiting({ announceEverySeconds });
    const seen = times.map(seconds => {
      const { announce, look } = dueAt(client, seconds);
      return look ? 'look' : announce ? 'say' : 'silent';
    });
    expect(seen).toEqual(expected);
  });

  test('who comes back from a dialogue has waited since the task was made', () => {
    const since = new Date('2026-11-23T18:00:00Z');
    expect(queuedSeconds({ since }, new Date('2026-11-23T18:01:30Z'))).toBe(90);
    expect(queuedSeconds({}, new Date())).toBe(0);
  });
});

describe('looking around', () => {
  test('place, wait, and the task noted: five requests the first time', async () => {
    const room = fakeRoom();
    const { taskSid } = room.enqueue(callSid, 2);
    const known = { since: room.clock.now(), place: 3, waitMinutes: 23 };
    await expect(lookAround(room, callSid, 0)).resolves.toEqual(known);
    expect([...room.ports.calledPorts, ...room.asked].sort()).toEqual([
      'findWaiting',
      'notes.write',
      'shelf.read',
      'shelf.write',
      'statistics',
    ]);
    expect((await room.ports.notes.read(callSid))?.notes.taskSid).toBe(taskSid);
  });

  test('two for as long as the figures are good, whoever asked for them', async () => {
    const room = fakeRoom();
    room.enqueue(callSid, 2);
    await lookAround(room, callSid, 0);
    const askedAfter = async (ms: number, queued: number): Promise<string[]> => {
      room.ports.calledPorts.length = 0;
      room.asked.length = 0;
      room.clock.advance(ms);
      await lookAround(room, callSid, queued);
      return [...room.ports.calledPorts, ...room.asked];
    };
    expect(await askedAfter(60_000, 60)).toEqual(['findWaiting', 'shelf.read']);
    expect(await askedAfter(60_000, 120)).toEqual(['findWaiting', 'shelf.read', 'statistics', 'shelf.write']);
  });

  test.each([
    ['statistics', { since: expect.any(Date), place: 3 }],
    ['shelf.read', { since: expect.any(Date), place: 3, waitMinutes: 23 }],
    ['shelf.write', { since: expect.any(Date), place: 3, waitMinutes: 23 }],
  ] as const)('%s fails: what is not known is left out, and the log says so', async (port, known) => {
    const room = fakeRoom();
    room.enqueue(callSid, 2);
    room.failFigures(port, 'VENDOR_UNAVAILABLE');
    await expect(lookAround(room, callSid, 0)).resolves.toEqual(known);
    expect(room.log.lines).toMatchObject([{ level: 'warn', code: 'VENDOR_UNAVAILABLE' }]);
  });

  test.each([
    ['findWaiting', {}],
    ['notes.write', { since: expect.any(Date), place: 3, waitMinutes: 23 }],
  ] as const)('%s fails: the same', async (port, known) => {
    const room = fakeRoom();
    room.enqueue(callSid, 2);
    room.ports.fail(port, { code: 'VENDOR_UNAVAILABLE', times: 1 });
    await expect(lookAround(room, callSid, 0)).resolves.toEqual(known);
    expect(room.log.lines).toMatchObject([{ level: 'warn', code: 'VENDOR_UNAVAILABLE' }]);
  });

  test('nobody is on shift', async () => {
    const room = fakeRoom();
    room.enqueue(callSid, 0);
    room.figures = { accepted: 9, onShift: false };
    await expect(lookAround(room, callSid, 0)).resolves.toMatchObject({ vain: 'nobody' });
  });

  test.each([
    ['is being answered', 'assigned', { since: expect.any(Date) }],
    ['was ended by its workflow', 'canceled', { vain: 'ended' }],
    ['is forgotten', 'forgotten', { vain: 'ended' }],
  ] as const)('a task that %s', async (_name, status, expected) => {
    const room = fakeRoom();
    const task = room.enqueue(callSid, 0);
    await lookAround(room, callSid, 0);
    if (status === 'forgotten') room.ports.taskList.length = 0;
    else task.status = status;
    await expect(lookAround(room, callSid, 60)).resolves.toEqual(expected);
  });

  test.each([
    ['is not there yet', 0],
    ['was never seen', 60],
  ])('a task that %s: nothing is said of it', async (_name, queued) => {
    await expect(lookAround(fakeRoom(), callSid, queued)).resolves.toEqual({});
  });
});

describe('leaving for a message', () => {
  const deadlineMs = Date.parse('2026-11-23T18:00:07Z');

  test('it is noted, and the task marked', async () => {
    const room = fakeRoom();
    const task = room.enqueue(callSid, 1);
    await lookAround(room, callSid, 0);
    await leaveForMessage(room, callSid, deadlineMs);
    const noted = await room.ports.notes.read(callSid);
    expect(noted?.notes).toMatchObject({ chosen: 'voicemail', taskSid: task.taskSid });
    expect(JSON.parse(task.attributes)).toMatchObject({ conversations: { abandoned: 'Follow-Up' } });
  });

  test.each(['notes.read', 'notes.write', 'findWaiting', 'change'] as const)(
    '%s fails: the caller leaves all the same',
    async port => {
      const room = fakeRoom();
      room.enqueue(callSid, 1);
      room.ports.fail(port, { code: 'VENDOR_UNAVAILABLE', times: 1 });
      await expect(leaveForMessage(room, callSid, deadlineMs)).resolves.toBeUndefined();
    },
  );
});

describe('words', () => {
  test('blanks are filled in, also twice', () => {
    expect(fill('{number}, yes {number}, {when}', { number: '2 0 2' })).toBe('2 0 2, yes 2 0 2, {when}');
  });

  test.each([
    ['en-US', 'America/Los_Angeles', /^Tuesday, November 24(,| at) 9:00 AM$/],
    ['es-US', 'America/Puerto_Rico', /^martes, 24 de noviembre, 1:00 p\. ?m\.$/],
  ])('a moment in %s', (language, timeZone, words) => {
    const spoken = spokenMoment(new Date('2026-11-24T17:00:00Z'), { language, timeZone });
    expect(spoken.replace(/[\u00a0\u202f]/g, ' ')).toMatch(words);
  });
});
