import { noApi, type TwilioApi } from '../studio/twilio-api';
import { apiRoutes } from '../api/api-routes';
import type { CallControl, CallWork, Product, World } from '../contract';
import { createEncodings } from './audio/encodings';
import { createSpeech } from './audio/spoken';
import { CallLimit } from './call-limit';
import { CalleeBook, type Callees } from './callee';
import { Conferences } from './conference/conferences';
import type { CallRecord } from './call-record';
import type { VoiceServices } from './live-call';
import { LiveCalls, type PlacedCall } from './live-calls';
import type { CallerStep } from '../contract';
import { placeCall, type CallRequest } from './place-call';
import { DEFAULT_CONNECTORS } from './pay/connectors';
import { Queues } from './queues';
import { Recordings } from './recordings';
import { createWorkerLegs } from './worker-legs';

export interface VoiceOptions {
  /** TaskRouter, which is put together after voice. */
  readonly work: () => CallWork;
  /** The API of 2010, of which `<Sms>` asks for a message. Without it, it is refused. */
  readonly api?: () => TwilioApi;
  /** What becomes of the calls that Twilio makes; by default what the book of callees says, and everybody else answers. */
  readonly callees?: Callees;
  /** How many calls an account starts a second. No limit by default. */
  readonly callsPerSecond?: number;
  /** Whether recordings are heard only with the account's credentials ("HTTP auth for media"). Default true. */
  readonly mediaAuth?: boolean;
  /** The Pay Connectors of every account, by name; only "Default" by default. */
  readonly paymentConnectors?: readonly string[] | undefined;
  /** How long a recording's file is not found after the recording ended. Default 0. */
  readonly mediaDelayMs?: number;
}

export interface Voice {
  /** api.twilio.com: accounts, numbers, calls, recordings and their files. */
  readonly product: Product;
  readonly calls: CallControl;
  /** Lets somebody call a number. Throws TwilioError 404/20404 when nobody has it, and an Error when the audio of a step is no WAV file. */
  readonly placeCall: (request: CallRequest) => PlacedCall;
  /** Lets the far end of a call that goes on do this instead of what is left of its script. Throws as `placeCall` does. */
  readonly steerCall: (callSid: string, steps: readonly CallerStep[]) => void;
  /** The scripts of those who are called, where `callees` does not say what they do. */
  readonly callees: CalleeBook;
  readonly callLimit: CallLimit;
  /** The words that the caller said in a recording's file (WAV or MP3) of this local Twilio; undefined for any other file. */
  readonly wordsIn: (media: Buffer) => string | undefined;
}

/** The phone of the local Twilio. */
export function createVoice(world: World, options: VoiceOptions): Voice {
  const encodings = createEncodings();
  const queues = new Queues(world);
  const recordings = new Recordings(world, { mediaDelayMs: options.mediaDelayMs ?? 0 });
  const speak = createSpeech();
  const book = new CalleeBook();
  const callLimit = new CallLimit(world.clock, options.callsPerSecond);
  const services: VoiceServices = {
    work: options.work,
    api: options.api ?? (() => noApi),
    queues,
    recordings,
    speak,
    paymentConnectors: options.paymentConnectors ?? DEFAULT_CONNECTORS,
    callees: options.callees ?? book.find,
    conferences: new Conferences(world, () => services),
    calls: () => calls,
    records: world.store.collection<CallRecord>('api.calls'),
  };
  const calls: LiveCalls = new LiveCalls(world, services, callLimit);
  queues.legs = createWorkerLegs(world, services);
  const media = { encodings, enforceAuth: options.mediaAuth ?? true };
  return {
    product: {
      name: 'api',
      hosts: ['api.twilio.com'],
      routes: apiRoutes({
        world,
        calls,
        recordings,
        callRecords: services.records,
        conferences: services.conferences,
        queues,
        media,
      }),
      close: async () => calls.close(),
    },
    calls: queues,
    callees: book,
    callLimit,
    placeCall: request => {
      for (const step of request.caller) if (step.do === 'say') speak(step.words, step.audio);
      return placeCall(request, calls, world);
    },
    steerCall: (callSid, steps) => calls.steer(callSid, steps),
    wordsIn: media => encodings.wordsIn(media),
  };
}
