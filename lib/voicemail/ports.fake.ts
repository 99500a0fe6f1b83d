import { AppError, type ErrorCode } from '../errors';
import type { Clock } from '../clock';
import { EMPTY_RECORD, type DeskRecord } from '../desk';
import type { VoicemailAttributes } from '../tasks';
import { isFinished, type LedgerEntry } from './ledger';
import type { DeliveryPorts } from './deliver';
import type { Claim, Ledger, RecordingFacts, TaskVersion } from './ports';

import type { VoicemailMail } from './mail';

/** What the fakes keep, and how a test makes them fail. */
export interface FakePorts extends DeliveryPorts {
  readonly entries: Map<string, { entry: LedgerEntry; revision: number }>;
  readonly taskList: { taskSid: string; attributes: VoicemailAttributes; priority: number }[];
  readonly mails: VoicemailMail[];
  /** What agents did, by conversation. */
  readonly records: Map<string, DeskRecord>;
  readonly recordingList: Map<string, RecordingFacts & { audio: Buffer; words: string }>;
  /** `after`: the work is done and the answer is lost. */
  fail(port: PortCall, failure: { code: ErrorCode; times: number; after?: boolean }): void;
  /** Every call of a port, in order. */
  readonly calledPorts: PortCall[];
}
export type PortCall =
  | 'claim'
  | 'save'
  | 'read'
  | 'call'
  | 'media'
  | 'list'
  | 'delete'
  | 'create'
  | 'find'
  | 'note'
  | 'readRecord'
  | 'transcribe'
  | 'send'
  | 'wasSent';

/** In-memory vendors with the vendors' rules: leases, versions, no idempotency of tasks and mails. */
export function fakePorts(clock: Clock, call = { from: '+12025550111', to: '+12025550142' }): FakePorts {
  const failures: { port: PortCall; code: ErrorCode; times: number; after?: boolean }[] = [];
  const calledPorts: PortCall[] = [];
  const step = async <T>(port: PortCall, work: () => T): Promise<T> => {
    calledPorts.push(port);
    await Promise.resolve();
    const failure = failures.find(entry => entry.port === port && entry.times > 0);
    if (failure) failure.times -= 1;
    if (failure && !failure.after) throw new AppError(failure.code, `${port} was told to fail`);
    const result = work();
    if (failure) throw new AppError(failure.code, `${port} lost its answer`);
    return result;
  };
  const state = {
    entries: new Map(),
    taskList: [],
    mails: [],
    records: new Map(),
    recordingList: new Map(),
    calledPorts,
  } satisfies Partial<FakePorts>;
  const fake: Pick<FakePorts, 'entries' | 'taskList' | 'mails' | 'records' | 'recordingList' | 'calledPorts'> = state;
  return {
    ...fake,
    fail: (port, failure) => failures.push({ port, ...failure }),
    ledger: fakeLedger(clock, fake.entries, step),
    calls: { fetch: () => step('call', () => call) },
    recordings: {
      media: sid => step('media', () => recordingOf(fake, sid).audio),
      list: window =>
        step('list', () => {
          const all = [...fake.recordingList.values()];
          const until = window.until ?? new Date(8.64e15);
          return {
            recordings: all.filter(({ recordedAt }) => recordedAt >= window.since && recordedAt < until),
            cursor: null,
          };
        }),
      delete: sid => step('delete', () => void fake.recordingList.delete(sid)),
    },
    tasks: {
      create: task => step('create', () => addTask(fake, task)),
      find: sid =>
        step('find', () => taskOf(fake.taskList.find(task => task.attributes.callBackData.recordingSid === sid))),
      addTranscript: ({ taskSid }, text) =>
        step('note', () => {
          const task = fake.taskList.find(entry => entry.taskSid === taskSid);
          if (task)
            task.attributes = {
              ...task.attributes,
              callBackData: { ...task.attributes.callBackData, transcriptText: text },
            };
        }),
    },
    desk: { read: id => step('readRecord', () => fake.records.get(id) ?? EMPTY_RECORD) },
    speech: {
      transcribe: audio =>
        step('transcribe', () => [...fake.recordingList.values()].find(entry => entry.audio === audio)?.words ?? ''),
    },
    mailer: {
      send: mail => step('send', () => void fake.mails.push(mail)),
      wasSent: id => step('wasSent', () => fake.mails.some(mail => mail.messageId === id)),
    },
  };
}

type Step = <T>(port: PortCall, work: () => T) => Promise<T>;

function fakeLedger(clock: Clock, entries: FakePorts['entries'], step: Step): Ledger {
  return {
    claim: (sid, open) =>
      step<Claim | { kind: 'busy' } | { kind: 'finished' }>('claim', () => {
        const known = entries.get(sid);
        if (known && isFinished(known.entry)) return { kind: 'finished' };
        if (known && known.entry.leaseUntilMs > clock.now().getTime()) return { kind: 'busy' };
        const revision = (known?.revision ?? -1) + 1;
        entries.set(sid, { entry: open(known?.entry), revision });
        return { kind: 'claimed', before: known?.entry, revision: String(revision) };
      }),
    save: (sid, entry, revision) =>
      step('save', () => {
        const known = entries.get(sid);
        if (String(known?.revision) !== revision) throw new AppError('CONFLICT', 'the lease passed to another holder');
        entries.set(sid, { entry, revision: Number(revision) + 1 });
      }),
    read: sid => step('read', () => entries.get(sid)?.entry),
  };
}

function recordingOf(fake: Pick<FakePorts, 'recordingList'>, sid: string): RecordingFacts & { audio: Buffer } {
  const recording = fake.recordingList.get(sid);
  if (!recording) throw new AppError('NOT_FOUND', `no recording ${sid}`);
  return recording;
}

function addTask(
  fake: Pick<FakePorts, 'taskList'>,
  task: { attributes: VoicemailAttributes; priority: number },
): TaskVersion {
  const taskSid = `WT${String(fake.taskList.length).padStart(32, '0')}`;
  fake.taskList.push({ taskSid, ...task });
  return { taskSid, version: '0' };
}

function taskOf(task: { taskSid: string } | undefined): TaskVersion | undefined {
  return task && { taskSid: task.taskSid, version: '0' };
}
