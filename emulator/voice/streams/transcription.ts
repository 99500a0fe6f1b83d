import type { LiveCall } from '../live-call';
import type { LineEvent } from '../line';
import type { StreamTrack } from './media-stream';

/** https://www.twilio.com/docs/voice/twiml/transcription */
export interface TranscriptionOptions {
  readonly name: string | undefined;
  readonly track: StreamTrack;
  readonly languageCode: string;
  readonly inboundTrackLabel: string | undefined;
  readonly outboundTrackLabel: string | undefined;
  readonly statusCallback: { readonly url: string; readonly method: 'GET' | 'POST' } | undefined;
}

/** The recogniser of the local Twilio hears every word right. */
const CONFIDENCE = 0.95;

/** What is said on a leg, told in words while the call goes on: what the leg says, and what it hears. */
export class Transcription {
  readonly sid: string;
  readonly name: string;
  isOver = false;
  private sequence = 0;
  private heard: string | undefined;
  private readonly stopListening: () => void;

  constructor(
    readonly call: LiveCall,
    private readonly options: TranscriptionOptions,
  ) {
    this.sid = call.world.ids.sid('GT');
    this.name = options.name ?? this.sid;
    call.note('call', 'is transcribed', { detail: { transcriptionSid: this.sid } });
    this.tell('transcription-started', {
      ...(options.inboundTrackLabel !== undefined && { InboundTrackLabel: options.inboundTrackLabel }),
      ...(options.outboundTrackLabel !== undefined && { OutboundTrackLabel: options.outboundTrackLabel }),
      PartialResults: 'false',
    });
    this.stopListening = call.line.on(event => this.hear(event));
  }

  /** Ends it, once. */
  stop(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.stopListening();
    this.call.transcriptions.delete(this.name);
    this.tell('transcription-stopped', {});
  }

  private hear(event: LineEvent): void {
    if (event.type === 'speech-end') this.said('inbound_track', event.speech.words, event.speech.confidence);
    if (event.type === 'prompt-start') this.heard = event.prompt.text;
    if (event.type === 'prompt-end' && this.heard !== undefined) {
      this.said('outbound_track', this.heard);
      this.heard = undefined;
    }
  }

  private said(track: StreamTrack, transcript: string, confidence = CONFIDENCE): void {
    if (this.options.track !== 'both_tracks' && this.options.track !== track) return;
    this.tell('transcription-content', {
      Track: track,
      Final: 'true',
      TranscriptionData: JSON.stringify({ transcript, confidence }),
    });
  }

  private tell(event: string, parameters: Readonly<Record<string, string>>): void {
    const { call, options } = this;
    this.sequence += 1;
    if (!options.statusCallback) return;
    const { accountSid, sid: callSid, world } = call;
    const sent = world.web.send({
      accountSid,
      callSid,
      kind: 'transcription-status',
      ...options.statusCallback,
      parameters: {
        AccountSid: accountSid,
        CallSid: callSid,
        TranscriptionSid: this.sid,
        TranscriptionEvent: event,
        LanguageCode: options.languageCode,
        SequenceId: String(this.sequence),
        Timestamp: new Date(world.clock.now()).toISOString(),
        ...parameters,
      },
    });
    call.background(sent);
  }
}
