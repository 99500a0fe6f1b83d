import { sampleClient } from '../config/client.fake';
import { ana, bo, fakeDesk, type FakeDesk } from '../desk/ports.fake';
import type { CallSid, RecordingSid } from '../sid';
import type { VoicemailDesk } from './access';
import { deleteVoicemail } from './delete';
import type { LedgerEntry } from './ledger';
import { PART_BYTES } from './listen';
import { fetchVoicemail, playVoicemail } from './play';
import { fakePorts, type FakePorts } from './ports.fake';

const recordingSid = `RE${'d'.repeat(32)}` as RecordingSid;
const callSid = `CA${'c'.repeat(32)}` as CallSid;
const attributes = JSON.stringify({
  taskType: 'voicemail',
  callBackData: { recordingSid, transcriptText: 'the words', isDeleted: false, attempts: 0 },
  conversations: { conversation_id: callSid },
});
const audio = Buffer.from('mp3');

interface Scene {
  readonly fake: FakeDesk;
  readonly ports: FakePorts;
  readonly taskSid: string;
  readonly desk: (fake?: FakeDesk) => VoicemailDesk;
}

/** A voicemail that was delivered, and its task, which Ana has accepted. */
function set(change: Partial<LedgerEntry> = {}): Scene {
  const fake = fakeDesk(sampleClient());
  const ports = fakePorts(fake.clock);
  const taskSid = fake.put({ attributes }, ana);
  const done = { state: 'done', tries: 1 } as const;
  const steps = { task: { ...done, ref: taskSid }, transcript: done, mail: done };
  const entry: LedgerEntry = { callSid, leaseUntilMs: 0, triedAtMs: 0, steps, ...change };
  ports.entries.set(recordingSid, { entry, revision: 0 });
  ports.recordingList.set(recordingSid, {
    recordingSid,
    callSid,
    durationSeconds: 9,
    recordedAt: new Date(0),
    audio,
    words: 'the words',
  });
  const desk = (of = fake): VoicemailDesk => ({ ...of, voicemails: ports.ledger, recordings: ports.recordings });
  return { fake, ports, taskSid, desk };
}

describe('play', () => {
  test.each([['task'], ['recording']])(
    'whoever has the task hears it, found by its %s; who and when is kept',
    async by => {
      const { fake, taskSid, desk } = set();
      const wanted = by === 'task' ? { taskSid } : { recordingSid };
      await expect(playVoicemail(wanted, desk())).resolves.toEqual(audio);
      expect(fake.records.get(callSid)?.heard).toEqual([
        { workerSid: ana, identity: 'ana@example.com', at: '2026-11-23T18:00:00.000Z', recordingSid },
      ]);
      expect(fake.log.lines).toContainEqual(
        expect.objectContaining({ message: 'voicemail played to an agent', recordingSid, workerSid: ana }),
      );
    },
  );

  test('the parts of one listening are noted once, the next listening again', async () => {
    const { fake, desk } = set();
    await playVoicemail({ recordingSid }, desk());
    fake.clock.advance(9 * 60_000);
    await playVoicemail({ recordingSid }, desk());
    expect(fake.records.get(callSid)?.heard).toHaveLength(1);
    fake.clock.advance(2 * 60_000);
    await playVoicemail({ recordingSid }, desk());
    expect(fake.records.get(callSid)?.heard).toHaveLength(2);
  });

  test('whoever made an earlier attempt of the conversation still hears it, and whoever has the next one', async () => {
    const { fake, taskSid, desk } = set();
    const next = fake.put({ attributes }, bo);
    const attempt = { taskSid, workerSid: ana, at: '', outcome: 'busy' as const, next };
    fake.records.set(callSid, { attempts: [attempt], heard: [], deleted: [] });
    fake.taskList.delete(taskSid);
    await expect(playVoicemail({ recordingSid }, desk())).resolves.toEqual(audio);
    await expect(playVoicemail({ recordingSid }, desk(fake.as({ workerSid: bo })))).resolves.toEqual(audio);
  });

  test.each([
    ['never had the task', {}],
    ['leads, but never had the task', { role: 'supervisor' as const }],
  ])('who %s hears nothing', async (_who, who) => {
    const { fake, ports, desk } = set();
    await expect(playVoicemail({ recordingSid }, desk(fake.as({ workerSid: bo, ...who })))).rejects.toMatchObject({
      code: 'TASK_NOT_HELD',
    });
    expect(ports.calledPorts).not.toContain('media');
    expect(fake.records.size).toBe(0);
  });

  test('a recording of the account that is no voicemail is not played, though a task of the agent names it', async () => {
    const { fake, ports, desk } = set();
    const other = `RE${'e'.repeat(32)}` as RecordingSid;
    const taskSid = fake.put({ attributes: attributes.replace(recordingSid, other) }, ana);
    await expect(playVoicemail({ taskSid }, desk())).rejects.toMatchObject({ code: 'TASK_NOT_HELD' });
    expect(ports.calledPorts).not.toContain('media');
  });

  test("another's voicemail is not played, though a task of the agent names it", async () => {
    const { fake, desk } = set();
    const taskSid = fake.put({ attributes }, bo);
    await expect(playVoicemail({ taskSid }, desk(fake.as({ workerSid: bo })))).rejects.toMatchObject({
      code: 'TASK_NOT_HELD',
    });
  });

  test('nothing sounds that could not be noted', async () => {
    const { fake, ports, desk } = set();
    fake.fail('changeRecord', { code: 'VENDOR_UNAVAILABLE' });
    await expect(playVoicemail({ recordingSid }, desk())).rejects.toMatchObject({ code: 'VENDOR_UNAVAILABLE' });
    expect(ports.calledPorts).not.toContain('media');
  });

  test('a task without a recording says so', async () => {
    const { fake, desk } = set();
    const taskSid = fake.put({ attributes: '{"taskType":"callback","callBackData":{}}' }, ana);
    await expect(playVoicemail({ taskSid }, desk())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('the stock plugin gets base64, and a clear refusal of what is too large for that', async () => {
    const { ports, desk } = set();
    await expect(fetchVoicemail({ recordingSid }, desk())).resolves.toEqual({
      recording: audio.toString('base64'),
      type: 'audio/mpeg',
    });
    const known = ports.recordingList.get(recordingSid);
    if (known) ports.recordingList.set(recordingSid, { ...known, audio: Buffer.alloc((PART_BYTES * 3) / 4 + 1) });
    await expect(fetchVoicemail({ recordingSid }, desk())).rejects.toMatchObject({ code: 'RECORDING_TOO_LARGE' });
  });
});

describe('delete', () => {
  test('recording and words are gone everywhere; who did it is kept', async () => {
    const { fake, ports, taskSid, desk } = set();
    const copy = fake.put({ attributes: attributes.replace('voicemail', 'callback-outbound') });
    await expect(deleteVoicemail({ taskSid }, desk())).resolves.toEqual({ tasks: 2 });
    expect(ports.recordingList.size).toBe(0);
    for (const sid of [taskSid, copy])
      expect(fake.attributesOf(sid)['callBackData']).toEqual({
        recordingSid,
        recordingUrl: '',
        transcriptSid: '',
        transcriptText: '',
        isDeleted: true,
        attempts: 0,
      });
    expect(fake.records.get(callSid)?.deleted).toMatchObject([{ workerSid: ana, recordingSid }]);
    await expect(playVoicemail({ recordingSid }, desk())).rejects.toMatchObject({ code: 'RECORDING_DELETED' });
  });

  test('words that wait in the ledger go too, and what is not delivered yet no longer is', async () => {
    const steps = {
      task: { state: 'done', tries: 1, ref: `WT${'1'.padStart(32, '0')}` },
      transcript: { state: 'failed', tries: 2 },
      mail: { state: 'open', tries: 1 },
    } as const;
    const { ports, desk } = set({ steps, words: 'the words' });
    await deleteVoicemail({ recordingSid }, desk());
    expect(ports.entries.get(recordingSid)?.entry).toEqual({
      callSid,
      leaseUntilMs: 0,
      triedAtMs: 0,
      steps: { ...steps, transcript: { state: 'skipped', tries: 2 }, mail: { state: 'skipped', tries: 1 } },
    });
  });

  test('what fails half-way is finished by the next request, and a further one is no error', async () => {
    const { fake, ports, taskSid, desk } = set();
    fake.fail('change', { code: 'VENDOR_UNAVAILABLE' });
    await expect(deleteVoicemail({ recordingSid }, desk())).rejects.toMatchObject({ code: 'VENDOR_UNAVAILABLE' });
    expect(fake.records.size).toBe(0);
    await deleteVoicemail({ recordingSid }, desk());
    await deleteVoicemail({ recordingSid }, desk());
    expect(ports.recordingList.size).toBe(0);
    expect(fake.attributesOf(taskSid)['callBackData']).toMatchObject({ isDeleted: true });
    expect(fake.records.get(callSid)?.deleted).toHaveLength(1);
  });

  test('a supervisor may, another agent may not', async () => {
    const { fake, ports, desk } = set();
    const other = fake.as({ workerSid: bo });
    await expect(deleteVoicemail({ recordingSid }, desk(other))).rejects.toMatchObject({ code: 'TASK_NOT_HELD' });
    expect(ports.recordingList.size).toBe(1);
    await deleteVoicemail({ recordingSid }, desk(other.as({ workerSid: bo, role: 'supervisor' })));
    expect(ports.recordingList.size).toBe(0);
  });

  test('while it is being delivered nothing is deleted', async () => {
    const { fake, ports, desk } = set({
      leaseUntilMs: Date.parse('2026-11-24T00:00:00Z'),
      steps: {
        task: { state: 'done', tries: 1, ref: `WT${'1'.padStart(32, '0')}` },
        transcript: { state: 'open', tries: 1 },
        mail: { state: 'open', tries: 1 },
      },
    });
    await expect(deleteVoicemail({ recordingSid }, desk())).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(ports.recordingList.size).toBe(1);
    expect(fake.records.size).toBe(0);
  });
});
