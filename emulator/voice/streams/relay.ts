import type { Timer } from '../../contract';
import type { LineEvent } from '../line';
import type { LiveCall } from '../live-call';
import { speakingMs, wordsOf } from '../speaking';
import { openSocket, SocketFailure, type AppSocket } from './app-socket';
import { readRelayMessage, type RelayMessage } from './relay-message';

type Interruptible = 'none' | 'dtmf' | 'speech' | 'any';

/** https://www.twilio.com/docs/voice/twiml/connect/conversationrelay */
export interface RelayOptions {
  readonly url: string;
  readonly welcomeGreeting: string | undefined;
  readonly welcomeGreetingInterruptible: Interruptible;
  readonly interruptible: Interruptible;
  readonly dtmfDetection: boolean;
  readonly partialPrompts: boolean;
  readonly speechTimeoutMs: number;
  readonly language: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** How a session ended, for the action of Connect. */
export interface RelayEnd {
  readonly sessionId: string;
  readonly status: 'ended' | 'completed' | 'failed';
  readonly seconds: number;
  readonly handoffData?: string;
  readonly errorCode?: number;
  readonly errorMessage?: string;
}

type Ending = Omit<RelayEnd, 'sessionId' | 'seconds'>;

interface Utterance {
  readonly text: string;
  readonly durationMs: number;
  readonly interruptible: Interruptible;
}

/** So many malformed messages in a row, and the connection is closed (1007, error 64105). */
const MAX_MALFORMED = 10;
const AUDIO_MS = 3000;
/** On a clock that jumps, how long the server may think about what the caller said; real milliseconds. */
const THINKING_MS = 5000;

/** A conversation between the caller and somebody's server: words there, words back. */
export class Relay {
  readonly sessionId: string;
  /** Hears how the session ended, once. */
  ended: (end: RelayEnd) => void = () => undefined;
  private socket: AppSocket | undefined;
  private isOver = false;
  private malformed = 0;
  private spoken = '';
  private language: string;
  private readonly queue: Utterance[] = [];
  private playing: (Utterance & { startMs: number; timer: Timer }) | undefined;
  private speech: string[] = [];
  private silence: Timer | undefined;
  private answered: () => void = () => undefined;
  private readonly startMs: number;
  private stopListening: () => void = () => undefined;

  constructor(
    private readonly call: LiveCall,
    private readonly options: RelayOptions,
  ) {
    this.sessionId = call.world.ids.sid('VX');
    this.startMs = call.world.clock.now();
    this.language = options.language;
  }

  /** Connects and says who calls. */
  async start(): Promise<void> {
    const { call, options } = this;
    try {
      this.socket = await openSocket(
        call.world,
        { url: options.url, accountSid: call.accountSid },
        {
          message: text => this.receive(text),
          closed: () => this.end({ status: 'failed', errorCode: 64105, errorMessage: 'WebSocket ended' }),
        },
      );
    } catch (error) {
      if (!(error instanceof SocketFailure)) throw error;
      return this.end({ status: 'failed', errorCode: 64102, errorMessage: `Unable to connect: ${error.message}` });
    }
    this.socket.send(setupOf(call, this.sessionId, options.parameters));
    this.stopListening = call.line.on(event => this.hear(event));
    const { welcomeGreeting: text, welcomeGreetingInterruptible: interruptible } = options;
    if (text !== undefined && text !== '') this.say({ text, durationMs: speakingMs(text), interruptible });
    await this.socket.settle();
  }

  /** Over, once: nothing is said or heard any more. */
  end(ending: Ending): void {
    if (this.isOver) return;
    this.isOver = true;
    this.stopListening();
    this.silence?.cancel();
    this.cut();
    this.answered();
    this.socket?.close();
    const seconds = Math.round((this.call.world.clock.now() - this.startMs) / 1000);
    this.ended({ sessionId: this.sessionId, seconds, ...ending });
  }

  private hear(event: LineEvent): void {
    if (event.type === 'key' && !this.call.line.hidesKeys) {
      this.interrupt('dtmf');
      if (this.options.dtmfDetection) this.tell({ type: 'dtmf', digit: event.digit });
    }
    if (event.type === 'speech-start') {
      this.silence?.cancel();
      this.interrupt('speech');
    }
    if (event.type === 'speech-end') {
      this.speech.push(event.speech.words);
      this.silence = this.call.world.clock.after(this.options.speechTimeoutMs, () => this.prompt());
    }
  }

  /** What the caller said, once they are silent. */
  private async prompt(): Promise<void> {
    const voicePrompt = this.speech.splice(0).join(' ');
    const { language: lang } = this;
    const words = wordsOf(voicePrompt);
    if (this.options.partialPrompts && words.length > 1) {
      const half = words.slice(0, Math.ceil(words.length / 2)).join(' ');
      this.tell({ type: 'prompt', voicePrompt: half, lang, last: false });
    }
    this.tell({ type: 'prompt', voicePrompt, lang, last: true });
    await this.thinking();
  }

  /** A clock that jumps must not jump over the time in which the server makes up its mind. */
  private thinking(): Promise<void> {
    const { world } = this.call;
    if (world.clock.mode === 'real') return Promise.resolve();
    return world.activity.track(
      new Promise(resolve => {
        const timer = setTimeout(resolve, THINKING_MS);
        this.answered = () => {
          clearTimeout(timer);
          this.answered = () => undefined;
          resolve();
        };
      }),
    );
  }

  private interrupt(by: 'dtmf' | 'speech'): void {
    const { playing } = this;
    if (!playing || (playing.interruptible !== 'any' && playing.interruptible !== by)) return;
    const durationMs = this.call.world.clock.now() - playing.startMs;
    const words = wordsOf(playing.text);
    const heard = words.slice(0, Math.round((words.length * durationMs) / Math.max(1, playing.durationMs)));
    this.cut();
    this.tell({ type: 'interrupt', utteranceUntilInterrupt: heard.join(' '), durationUntilInterruptMs: durationMs });
  }

  private receive(text: string): void {
    if (this.isOver) return;
    const message = readRelayMessage(text);
    if ('fault' in message) return this.refuse(message.fault);
    this.malformed = 0;
    this.carryOut(message);
  }

  private refuse(fault: string): void {
    this.malformed += 1;
    this.call.note('log', `warning 64107: ConversationRelay: ${fault}`, { detail: { code: 64107 } });
    this.tell({ type: 'error', description: fault });
    if (this.malformed < MAX_MALFORMED) return;
    this.socket?.close(1007, 'Too many consecutive malformed messages');
    this.end({ status: 'failed', errorCode: 64105, errorMessage: 'Too many consecutive malformed messages' });
  }

  private carryOut(message: RelayMessage): void {
    const interruptible =
      'interruptible' in message
        ? wordOf(message.interruptible, this.options.interruptible)
        : this.options.interruptible;
    switch (message.type) {
      case 'text':
        this.spoken += message.token;
        if (!message.last) return;
        this.say({ text: this.spoken.trim(), durationMs: speakingMs(this.spoken), interruptible });
        this.spoken = '';
        break;
      case 'play':
        for (let count = 0; count < (message.loop === 0 ? 1000 : message.loop); count += 1)
          this.say({ text: `audio ${message.source}`, durationMs: AUDIO_MS, interruptible });
        break;
      case 'sendDigits':
        this.call.note('heard', `tones ${message.digits}`);
        break;
      case 'language':
        this.language = message.transcriptionLanguage ?? this.language;
        break;
      case 'end':
        return this.end({
          status: 'ended',
          ...(message.handoffData !== undefined && { handoffData: message.handoffData }),
        });
    }
    this.answered();
  }

  private say(utterance: Utterance): void {
    if (utterance.text === '') return;
    this.queue.push(utterance);
    if (!this.playing) this.playNext();
  }

  private playNext(): void {
    const next = this.queue.shift();
    this.playing = undefined;
    if (!next || this.isOver) return;
    const { clock } = this.call.world;
    const startMs = clock.now();
    const timer = clock.after(next.durationMs, () => {
      this.call.line.put({ type: 'prompt-end' });
      this.playNext();
    });
    this.playing = { ...next, startMs, timer };
    this.call.note('heard', next.text, { durationMs: next.durationMs });
    this.call.line.put({ type: 'prompt-start', prompt: { text: next.text, durationMs: next.durationMs, startMs } });
  }

  /** What is being said stops, and what was to follow is not said. */
  private cut(): void {
    this.queue.length = 0;
    if (!this.playing) return;
    this.playing.timer.cancel();
    this.playing = undefined;
    this.call.line.put({ type: 'prompt-end' });
  }

  private tell(message: object): void {
    this.socket?.send(message);
    const { socket } = this;
    if (socket) this.call.background(socket.settle());
  }
}

function wordOf(value: boolean | Interruptible | undefined, otherwise: Interruptible): Interruptible {
  if (typeof value === 'boolean') return value ? 'any' : 'none';
  return value ?? otherwise;
}

function setupOf(call: LiveCall, sessionId: string, customParameters: Readonly<Record<string, string>>): object {
  const { record } = call;
  return {
    type: 'setup',
    sessionId,
    accountSid: call.accountSid,
    parentCallSid: record.parent_call_sid ?? '',
    callSid: call.sid,
    from: record.from,
    to: record.to,
    forwardedFrom: record.forwarded_from ?? '',
    callType: record.from.startsWith('client:') ? 'CLIENT' : record.from.startsWith('sip:') ? 'SIP' : 'PSTN',
    callerName: record.caller_name ?? '',
    direction: record.direction,
    callStatus: record.status === 'in-progress' ? 'IN-PROGRESS' : 'RINGING',
    customParameters,
  };
}
