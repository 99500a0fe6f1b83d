import { anthropicModel } from '../anthropic';
import { assistantTools, type ConversationStore, type ToolPorts } from '../assistant';
import {
  deskCallbacks,
  deskOpenWork,
  type AssistantDesk,
  type CallFacts,
  type TurnRecordings,
} from '../assistant-call';
import { caldavCalendar } from '../caldav';
import { readPeppers, type AssistantSection } from '../config';
import { deepgramTurns } from '../deepgram';
import { AppError, retry } from '../errors';
import type { Line } from '../function';
import { httpsFetch, namedSecrets } from '../http-tools';
import { callerNumber } from '../phone';
import type { PinPorts } from '../pin';
import type { CallSid, Sid } from '../sid';
import {
  syncAccounts,
  syncPinAttempts,
  syncSpend,
  syncTodos,
  twilioRecordingStore,
  type TwilioAccess,
} from '../twilio';
import { bounded } from './bounded';
import { callbackDesk } from './callback';
import { conversations } from './conversations';

/** How long a caller waits in silence, where the client's file does not say. */
const ANSWER_SECONDS = 5;

/** What every request of an assistant's call has. */
export interface AssistantRequest {
  readonly CallSid: CallSid;
  readonly From: string | undefined;
  readonly To: string | undefined;
  readonly flowSid: Sid<'FW'> | undefined;
}

/** The assistant of one call, with its real vendors. Variables are read when something needs them. Throws CLIENT_FILE_INVALID without an assistant. */
export function assistantDesk(line: Line, request: AssistantRequest): AssistantDesk {
  const { client, clock, log } = line;
  const settings = settingsOf(line);
  const { CallSid: callSid, From: from = '', To: to = '', flowSid } = request;
  const time = timeOf(line, settings);
  const call = { callSid, from, line: to };
  return {
    ...{ client, settings, callSid, from },
    place: { accountSid: line.accountSid, flowSid },
    deps: {
      callId: callSid,
      caller: callerNumber(from),
      ...{ client, settings, clock, log, ...time },
      model: anthropicModel({ key: () => line.environment.require('ANTHROPIC_API_KEY') }),
      tools: assistantTools(client, settings, toolPorts(line, call, time.deadlineMs)),
      pin: settings.identify === 'never' ? undefined : pinPorts(line, time.signal),
      // State and money are kept after the answer's time, too, as long as the Function has some.
      spend: bounded(
        syncSpend(accessOf(line), () => serviceSid(line)),
        line.signal,
      ),
      store: patient(bounded(conversations(line), line.signal), time.deadlineMs),
      after: signalAfter,
    },
  };
}

/** A store that asks again where nothing was done: a caller would lose the assistant for one refused request. */
function patient(store: ConversationStore, untilMs: number): ConversationStore {
  const plan = { attempts: 4, baseMs: 150, untilMs };
  return {
    read: callId => retry(() => store.read(callId), { ...plan, when: error => error.retryable }),
    write: (callId, state, revision) => retry(() => store.write(callId, state, revision), plan),
  };
}

/** What recorded turns are understood with. */
export function turnRecordings(line: Line): TurnRecordings {
  const { clock, log, deadlineMs } = line;
  // Understanding is half of the turn: the other half is the assistant's.
  const untilMs = deadlineMs - 3_500;
  return {
    ...{ clock, log, untilMs },
    signal: signalAfter(Math.max(0, untilMs - clock.now().getTime())),
    recordings: twilioRecordingStore(accessOf(line)),
    speech: deepgramTurns(() => line.environment.require('DEEPGRAM_API_KEY')),
    expected: settingsOf(line).hints,
  };
}

function settingsOf({ client }: Line): AssistantSection {
  if (client.assistant) return client.assistant;
  throw new AppError('CLIENT_FILE_INVALID', `clients/${client.client}.yaml has no assistant.`);
}

/** An answer is due when the caller has waited long enough, and within the Function's time at the latest. */
function timeOf(line: Line, settings: AssistantSection): { signal: AbortSignal; deadlineMs: number } {
  const nowMs = line.clock.now().getTime();
  const answerMs = (settings.answerSeconds ?? ANSWER_SECONDS) * 1_000;
  const deadlineMs = Math.min(line.deadlineMs, nowMs + answerMs);
  const signal = signalAfter(Math.max(0, deadlineMs - nowMs));
  return { deadlineMs, signal };
}

/** The timer holds the signal: one of `AbortSignal.timeout` that only `AbortSignal.any` knows may be collected before it fires. */
function signalAfter(ms: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), ms).unref();
  return controller.signal;
}

function toolPorts(line: Line, call: CallFacts, deadlineMs: number): ToolPorts {
  const desk = { ...callbackDesk(line), deadlineMs };
  return {
    todos: syncTodos(accessOf(line), () => serviceSid(line)),
    http: httpsFetch(),
    ...calendarOf(line),
    secrets: namedSecrets(() => line.environment.optional('LINEKIT_TOOL_SECRETS')),
    ...(line.client.callback && { callbacks: deskCallbacks(desk, call), openWork: deskOpenWork(desk, call) }),
  };
}

function calendarOf({ client, clock, environment }: Line): Pick<ToolPorts, 'calendar'> {
  const settings = client.assistant?.calendar;
  if (!settings) return {};
  const credentials = () => ({
    username: environment.require('CALDAV_USERNAME'),
    password: environment.require('CALDAV_PASSWORD'),
  });
  return { calendar: caldavCalendar({ client, settings, clock, credentials }) };
}

function pinPorts(line: Line, signal: AbortSignal): PinPorts {
  const { clock, environment } = line;
  const access = accessOf(line);
  return {
    clock,
    accounts: bounded(
      syncAccounts(access, () => serviceSid(line)),
      signal,
    ),
    attempts: bounded(
      syncPinAttempts(access, () => serviceSid(line)),
      signal,
    ),
    get peppers() {
      return readPeppers(environment.require('LINEKIT_PIN_PEPPER'));
    },
  };
}

function accessOf(line: Line): TwilioAccess {
  return { rest: line.rest(), accountSid: line.accountSid, authToken: line.authToken };
}

function serviceSid({ environment }: Line): string {
  return environment.require('TWILIO_SYNC_SERVICE_SID');
}
