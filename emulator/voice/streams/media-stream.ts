import type { Timer } from '../../contract';
import type { LiveCall } from '../live-call';
import { openSocket, SocketFailure, type AppSocket } from './app-socket';
import { FRAME_MS, inboundFrame, outboundFrame } from './frames';
import { Playback } from './playback';

export type StreamTrack = 'inbound_track' | 'outbound_track' | 'both_tracks';

/** https://www.twilio.com/docs/voice/twiml/stream */
export interface StreamOptions {
  readonly url: string;
  readonly name: string | undefined;
  readonly track: StreamTrack;
  /** The server may answer with audio (Connect). */
  readonly isBidirectional: boolean;
  readonly parameters: Readonly<Record<string, string>>;
  readonly statusCallback: { readonly url: string; readonly method: 'GET' | 'POST' } | undefined;
}

/** Twilio's error for more tracks than that. */
export const QUOTA_EXCEEDED = 31960;
/** Most tracks at a time of one call. */
export const MAX_TRACKS = 4;

type Message = Readonly<Record<string, unknown>>;

/** The audio of a call as it goes to somebody's server over a WebSocket, 20 ms at a time on the emulated clock. */
export class MediaStream {
  readonly sid: string;
  readonly name: string;
  /** Hears when the stream is over, whoever ended it. */
  ended: () => void = () => undefined;
  isOver = false;
  private socket: AppSocket | undefined;
  private sequence = 0;
  private readonly chunks = { inbound: 0, outbound: 0 };
  private startMs = 0;
  private timer: Timer | undefined;
  private stopKeys: () => void = () => undefined;
  private hasLost = false;
  private readonly playback: Playback;

  constructor(
    readonly call: LiveCall,
    private readonly options: StreamOptions,
  ) {
    this.sid = call.world.ids.sid('MZ');
    this.name = options.name ?? this.sid;
    this.playback = new Playback(call, name => this.send({ event: 'mark', mark: { name } }));
  }

  /** Which tracks it carries, in Twilio's words. */
  get tracks(): ('inbound' | 'outbound')[] {
    const { track } = this.options;
    if (track === 'both_tracks') return ['inbound', 'outbound'];
    return [track === 'inbound_track' ? 'inbound' : 'outbound'];
  }

  /** Connects and begins. False when the server cannot be had: its status callback hears of it. */
  async start(): Promise<boolean> {
    const { call, options } = this;
    const { accountSid, sid: callSid } = call;
    call.streams.set(this.name, this);
    try {
      this.socket = await openSocket(
        call.world,
        { url: options.url, accountSid },
        {
          message: text => this.receive(text),
          closed: code => this.closed(code),
        },
      );
    } catch (error) {
      if (!(error instanceof SocketFailure)) throw error;
      this.isOver = true;
      call.streams.delete(this.name);
      this.log('error', error.code, error.message);
      this.tell('stream-error', error.message);
      return false;
    }
    this.startMs = call.world.clock.now();
    this.socket.send({ event: 'connected', protocol: 'Call', version: '1.0.0' });
    const start = {
      accountSid,
      streamSid: this.sid,
      callSid,
      tracks: this.tracks,
      mediaFormat: FORMAT,
      customParameters: options.parameters,
    };
    this.send({ event: 'start', start });
    call.note('call', `streams to ${options.url}`, { detail: { streamSid: this.sid } });
    this.tell('stream-started');
    if (options.isBidirectional)
      this.stopKeys = call.line.on(event => {
        if (event.type === 'key' && !call.line.hidesKeys)
          this.send({ event: 'dtmf', dtmf: { track: 'inbound_track', digit: event.digit } });
      });
    await this.socket.settle();
    if (!this.isOver) this.next();
    return true;
  }

  /** Ends it from this side. */
  stop(): void {
    if (this.isOver) return;
    const { accountSid, sid: callSid } = this.call;
    this.send({ event: 'stop', stop: { accountSid, callSid } });
    this.over();
    this.socket?.close();
  }

  private next(): void {
    this.timer = this.call.world.clock.after(FRAME_MS, async () => {
      if (this.isOver) return;
      const fromMs = this.call.world.clock.now() - FRAME_MS;
      for (const track of this.tracks) this.media(track, fromMs);
      await this.socket?.settle();
      if (!this.isOver) this.next();
    });
  }

  private media(track: 'inbound' | 'outbound', fromMs: number): void {
    this.chunks[track] += 1;
    const bytes = track === 'inbound' ? inboundFrame(this.call, fromMs) : outboundFrame(this.call, fromMs);
    const timestamp = String(fromMs - this.startMs);
    const media = { track, chunk: String(this.chunks[track]), timestamp, payload: bytes.toString('base64') };
    this.send({ event: 'media', media });
  }

  /** Every message but `connected` has a number and the stream's sid. */
  private send(message: Message): void {
    if (this.isOver) return;
    this.sequence += 1;
    const { event, ...content } = message;
    this.socket?.send({ event, sequenceNumber: String(this.sequence), ...content, streamSid: this.sid });
  }

  private receive(text: string): void {
    if (this.isOver || !this.options.isBidirectional) return;
    const message = parsed(text);
    if (!message) this.log('warning', 31950, 'Malformed Message: it is no JSON object');
    else if (message['event'] === 'media') this.play(payloadOf(message));
    else if (message['event'] === 'mark') this.playback.mark(nameOf(message));
    else if (message['event'] === 'clear') this.playback.clear();
    else this.log('warning', 31951, 'Invalid Message: it is none of media, mark and clear');
  }

  /** What the buffer has no room for is lost; said once. */
  private play(bytes: Buffer): void {
    if (this.playback.add(bytes) || this.hasLost) return;
    this.hasLost = true;
    this.log('warning', 31931, 'Media Discarded: more than ten minutes are waiting to be played');
  }

  /** The server closed, or is gone. 1000 is the proper way, 1005 the one without a word. */
  private closed(code: number): void {
    if (!this.isOver && code !== 1000 && code !== 1005)
      this.log('error', 31921, `WebSocket Close Error: closed with ${code}`);
    this.over();
  }

  private log(level: 'error' | 'warning', code: number, message: string): void {
    this.call.note('log', `${level} ${code}: Stream: ${message}`, { detail: { code } });
  }

  private over(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.timer?.cancel();
    this.stopKeys();
    this.playback.drop();
    this.call.streams.delete(this.name);
    this.call.note('call', 'the stream is over', { detail: { streamSid: this.sid } });
    this.tell('stream-stopped');
    this.ended();
  }

  private tell(event: 'stream-started' | 'stream-stopped' | 'stream-error', error?: string): void {
    const { call, options } = this;
    if (!options.statusCallback) return;
    const { accountSid, sid: callSid } = call;
    const sent = call.world.web.send({
      accountSid,
      callSid,
      kind: 'stream-status',
      ...options.statusCallback,
      parameters: {
        AccountSid: accountSid,
        CallSid: callSid,
        StreamSid: this.sid,
        StreamName: this.name,
        StreamEvent: event,
        Timestamp: new Date(call.world.clock.now()).toISOString(),
        ...(error !== undefined && { StreamError: error }),
      },
    });
    call.background(sent);
  }
}

const FORMAT = { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 };

function parsed(text: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function payloadOf({ media }: Message): Buffer {
  const payload = typeof media === 'object' && media !== null && 'payload' in media ? media.payload : '';
  return Buffer.from(typeof payload === 'string' ? payload : '', 'base64');
}

function nameOf({ mark }: Message): string {
  const name = typeof mark === 'object' && mark !== null && 'name' in mark ? mark.name : '';
  return typeof name === 'string' ? name : '';
}
