import type { Collection, StoredRecord, World } from '../contract';
import type { Clip } from './audio/clip';
import { API_VERSION } from './call-record';
import { rfc2822 } from '../rest/dates';
import type { RecordedBy, RecordingOptions } from './call-recording';

export type RecordingStatus = 'in-progress' | 'paused' | 'stopped' | 'processing' | 'completed' | 'absent' | 'deleted';

/** A recording as the REST API shows it (schema api.v2010.account.recording); dates ISO 8601. */
export interface RecordingRecord extends StoredRecord {
  readonly account_sid: string;
  readonly api_version: string;
  readonly call_sid: string | null;
  readonly conference_sid: string | null;
  readonly date_created: string;
  readonly date_updated: string;
  readonly start_time: string;
  /** Seconds; "-1" until it is over. */
  readonly duration: string;
  readonly price: string | null;
  readonly price_unit: string;
  readonly status: RecordingStatus;
  readonly channels: number;
  readonly source: RecordingSource;
  /** Told of a call's recordings, and in callbacks. */
  readonly track: 'inbound' | 'outbound' | 'both';
  readonly error_code: number | null;
  readonly uri: string;
  readonly encryption_details: null;
  readonly subresource_uris: Readonly<Record<string, string>>;
  readonly media_url: string;
}

export type RecordingSource =
  | 'RecordVerb'
  | 'DialVerb'
  | 'Conference'
  | 'OutboundAPI'
  | 'StartCallRecordingAPI'
  | 'StartConferenceRecordingAPI'
  | 'StartCallRecordingTwiML';
export type RecordingEvent = 'in-progress' | 'completed' | 'absent';

/** Where a recording tells of itself. */
export interface RecordingCallback {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly events: readonly RecordingEvent[];
}

/** From the end of a recording until its file is ready and the callback goes out. Twilio names no figure; it takes it a second or two. */
export const PROCESSING_MS = 1000;

/** How much sound is kept, of 16 bytes a millisecond: some four and a half hours. The files of older recordings are not found any more (404). */
export const KEPT_SOUND_MS = 16_000_000;

/** The recordings of all accounts: records, and what was said in them. */
export class Recordings {
  readonly records: Collection<RecordingRecord>;
  private readonly clips = new Map<string, { clip: Clip; readyMs: number }>();
  private soundMs = 0;

  constructor(
    private readonly world: World,
    private readonly options: { readonly mediaDelayMs: number },
  ) {
    this.records = world.store.collection<RecordingRecord>('api.recordings');
  }

  /** A recording that begins now. */
  begin(
    call: RecordedBy,
    options: Pick<RecordingOptions, 'source' | 'channels' | 'track' | 'callback'>,
  ): RecordingRecord {
    const record = this.records.insert(this.newRecord(call, options));
    const { callback } = options;
    if (callback?.events.includes('in-progress')) call.background(this.tell(record, call, callback));
    return record;
  }

  /** A recording that runs is paused, or goes on. */
  pause(sid: string, isPaused: boolean): void {
    if (this.records.get(sid)) this.change(sid, { status: isPaused ? 'paused' : 'in-progress' });
  }

  /** Ends a recording: `clip` is what it holds, undefined when that is nothing. The callback follows by itself. */
  end(
    sid: string,
    ended: { clip: Clip | undefined; call: RecordedBy; callback: RecordingCallback | undefined },
  ): RecordingRecord {
    const { clip, call, callback } = ended;
    const gone = this.records.get(sid) === undefined;
    if (gone) return this.newRecord(call, { source: 'RecordVerb', channels: 1, track: 'both' });
    if (!clip) {
      const absent = this.change(sid, { status: 'absent', duration: '0' });
      if (callback?.events.includes('absent')) call.background(this.tell(absent, call, callback));
      return absent;
    }
    this.keep(sid, clip);
    const record = this.change(sid, { status: 'processing', duration: String(secondsOf(clip)) });
    call.background(this.complete(record, call, callback));
    return record;
  }

  /** What was recorded, unless it isn't ready yet or was deleted. */
  clip(sid: string): Clip | undefined {
    const kept = this.clips.get(sid);
    return kept && kept.readyMs <= this.world.clock.now() ? kept.clip : undefined;
  }

  /** Forgets what was said in it; the record is the caller's to delete. */
  forget(sid: string): void {
    this.soundMs -= this.clips.get(sid)?.clip.durationMs ?? 0;
    this.clips.delete(sid);
  }

  /** The oldest sound makes room for the new; that is always kept. */
  private keep(sid: string, clip: Clip): void {
    this.clips.set(sid, { clip, readyMs: this.world.clock.now() + this.options.mediaDelayMs });
    this.soundMs += clip.durationMs;
    for (const oldest of this.clips.keys()) {
      if (this.soundMs <= KEPT_SOUND_MS || oldest === sid) return;
      this.forget(oldest);
    }
  }

  private async complete(
    record: RecordingRecord,
    call: RecordedBy,
    callback: RecordingCallback | undefined,
  ): Promise<void> {
    await new Promise<void>(resolve => this.world.clock.after(PROCESSING_MS, resolve));
    if (!this.records.get(record.sid)) return;
    const completed = this.change(record.sid, { status: 'completed' });
    if (callback?.events.includes('completed')) await this.tell(completed, call, callback);
  }

  private async tell(record: RecordingRecord, call: RecordedBy, callback: RecordingCallback): Promise<void> {
    await this.world.web.send({
      accountSid: record.account_sid,
      ...(call.sid.startsWith('CA') && { callSid: call.sid }),
      kind: 'recording-status',
      url: callback.url,
      method: callback.method,
      parameters: recordingParameters(record),
    });
  }

  private change(sid: string, change: Partial<RecordingRecord>): RecordingRecord {
    return this.records.update(sid, { ...change, date_updated: new Date(this.world.clock.now()).toISOString() });
  }

  private newRecord(
    { sid: callSid, accountSid, conferenceSid }: RecordedBy,
    { source, channels, track }: Pick<RecordingOptions, 'source' | 'channels' | 'track'>,
  ): RecordingRecord {
    const sid = this.world.ids.sid('RE');
    const now = new Date(this.world.clock.now()).toISOString();
    const path = `/${API_VERSION}/Accounts/${accountSid}/Recordings/${sid}`;
    return {
      sid,
      account_sid: accountSid,
      api_version: API_VERSION,
      call_sid: callSid,
      conference_sid: conferenceSid ?? null,
      date_created: now,
      date_updated: now,
      start_time: now,
      duration: '-1',
      price: null,
      price_unit: 'USD',
      status: 'in-progress',
      channels,
      source,
      track,
      error_code: null,
      uri: `${path}.json`,
      encryption_details: null,
      subresource_uris: {
        add_on_results: `${path}/AddOnResults.json`,
        transcriptions: `${path}/Transcriptions.json`,
      },
      media_url: `https://api.twilio.com${path}`,
    };
  }
}

/** A recording with sound in it is never said to last no time. */
function secondsOf(clip: Clip): number {
  return Math.max(1, Math.round(clip.durationMs / 1000));
}

/** The parameters of a recording status callback. */
function recordingParameters(record: RecordingRecord): Record<string, string> {
  return {
    AccountSid: record.account_sid,
    ...(record.call_sid !== null && { CallSid: record.call_sid }),
    ...(record.conference_sid !== null && { ConferenceSid: record.conference_sid }),
    RecordingSid: record.sid,
    RecordingUrl: record.media_url,
    RecordingStatus: record.status,
    RecordingDuration: record.duration === '-1' ? '0' : record.duration,
    RecordingChannels: String(record.channels),
    RecordingStartTime: rfc2822(record.start_time),
    RecordingSource: record.source,
    RecordingTrack: record.track,
    ErrorCode: String(record.error_code ?? 0),
  };
}
