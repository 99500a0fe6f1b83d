import type { Timer } from '../contract';
import type { LiveCall } from './live-call';

/** https://www.twilio.com/docs/voice/answering-machine-detection, its defaults and bounds in `api/call-requests`. */
export interface MachineDetection {
  readonly mode: 'Enable' | 'DetectMessageEnd';
  /** Then the result is unknown. */
  readonly timeoutMs: number;
  /** Speech so long is a machine's. */
  readonly speechThresholdMs: number;
  /** Silence so long ends what is said. */
  readonly speechEndThresholdMs: number;
  /** Silence so long at the beginning: unknown. */
  readonly silenceTimeoutMs: number;
}

export type AnsweredBy =
  'human' | 'machine_start' | 'machine_end_beep' | 'machine_end_silence' | 'machine_end_other' | 'fax' | 'unknown';

/** Where the result of a machine detection that runs beside the call goes. */
export interface AmdCallback {
  readonly url: string;
  readonly method: 'GET' | 'POST';
}

export interface Detected {
  readonly answeredBy: AnsweredBy;
  readonly durationMs: number;
}

/** Listens to who answered a call. Rejects with an Interruption when the call ends before it is known. */
export async function detectMachine(call: LiveCall, options: MachineDetection): Promise<Detected> {
  const { clock } = call.world;
  const startMs = clock.now();
  const answeredBy = await call.callerScope.until<AnsweredBy>(resolve => {
    const ear = new Ear(options, {
      now: () => clock.now(),
      after: (ms, run) => clock.after(ms, run),
      heard: resolve,
    });
    const stop = call.line.on(event => {
      if (event.type === 'speech-start') ear.speechStarts();
      if (event.type === 'speech-end') ear.speechEnds();
      if (event.type === 'tone') ear.tone(event.tone);
    });
    return () => {
      stop();
      ear.stop();
    };
  });
  const durationMs = clock.now() - startMs;
  call.change({ answered_by: answeredBy });
  call.note('call', `answered by ${answeredBy}`, { durationMs });
  return { answeredBy, durationMs };
}

/**
 * Listens beside the call, and tells of the result (AsyncAmd, and `machineDetection` of a Dial's nouns). Nobody hears when the call ends before.
 * https://www.twilio.com/docs/voice/answering-machine-detection#asyncamd
 */
export function detectBeside(call: LiveCall, detecting: Promise<Detected>, callback: AmdCallback | undefined): void {
  const reported = detecting.then(
    found => callback && report(call, callback, found),
    () => undefined,
  );
  call.background(reported);
}

async function report(call: LiveCall, to: AmdCallback, found: Detected): Promise<void> {
  const { accountSid, sid: callSid } = call;
  await call.world.web.send({
    accountSid,
    callSid,
    kind: 'amd-status',
    ...to,
    parameters: { AccountSid: accountSid, CallSid: callSid, ...detectionParameters(found) },
  });
}

/** What a document or callback is told of it. */
export function detectionParameters({ answeredBy, durationMs }: Detected): Record<string, string> {
  return { AnsweredBy: answeredBy, MachineDetectionDuration: String(durationMs) };
}

interface EarParts {
  now(): number;
  after(ms: number, run: () => void): Timer;
  heard(answeredBy: AnsweredBy): void;
}

class Ear {
  private isMachine = false;
  private spokenMs = 0;
  private startedMs = 0;
  private readonly limit: Timer;
  private silence: Timer | undefined;
  private long: Timer | undefined;

  constructor(
    private readonly options: MachineDetection,
    private readonly parts: EarParts,
  ) {
    this.limit = parts.after(options.timeoutMs, () => parts.heard(this.isMachine ? 'machine_end_other' : 'unknown'));
    this.silence = parts.after(options.silenceTimeoutMs, () => parts.heard('unknown'));
  }

  speechStarts(): void {
    this.silence?.cancel();
    this.startedMs = this.parts.now();
    const leftMs = Math.max(0, this.options.speechThresholdMs - this.spokenMs);
    this.long = this.parts.after(leftMs, () => this.machine());
  }

  speechEnds(): void {
    // A pause shorter than the end threshold is within what is said.
    this.spokenMs += this.parts.now() - this.startedMs;
    this.long?.cancel();
    this.silence?.cancel();
    this.silence = this.parts.after(this.options.speechEndThresholdMs, () =>
      this.parts.heard(this.isMachine ? 'machine_end_silence' : 'human'),
    );
  }

  tone(tone: 'beep' | 'fax'): void {
    if (tone === 'fax') this.parts.heard('fax');
    else if (this.options.mode === 'Enable') this.machine();
    else this.parts.heard('machine_end_beep');
  }

  stop(): void {
    for (const timer of [this.limit, this.silence, this.long]) timer?.cancel();
  }

  private machine(): void {
    this.isMachine = true;
    if (this.options.mode === 'Enable') this.parts.heard('machine_start');
  }
}
