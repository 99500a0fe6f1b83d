import type { Client } from '../../lib/config';
import type { TemplateValues } from './render';

/** What the account's objects give to the flows. */
export interface WiredSids {
  readonly domain: string;
  readonly serviceSid: string;
  readonly environmentSid: string;
  /** Of "linekit calls". */
  readonly workflowSid: string;
  readonly voiceChannelSid: string;
  /** Path of a Function ("/lines/now") → its SID. */
  readonly functionSids: ReadonlyMap<string, string>;
}

/** What flows read of a client's file. */
export type FlowClient = Pick<Client, 'language' | 'voice' | 'answer'> & {
  readonly greetings: Pick<Client['greetings'], 'apology'>;
  readonly voicemail: Pick<Client['voicemail'], 'maxSeconds' | 'silenceSeconds'>;
};

/** Waiting ends by the wait function's `<Leave>`; the flow's own time-out only ends a wait whose function never answers. */
const WAIT_MARGIN_SECONDS = 60;

/** Every placeholder that a file in flows/ may use; `client` as callers of the flow's numbers meet it. Function SIDs are `function_sid_lines_now` for /lines/now. */
export function flowValues(client: FlowClient, sids: WiredSids): TemplateValues {
  return { ...clientValues(client), ...accountValues(sids) };
}

function clientValues(client: FlowClient): TemplateValues {
  return {
    language: client.language,
    voice: client.voice,
    apology: client.greetings.apology,
    wait_timeout_seconds: client.answer.waitSeconds + WAIT_MARGIN_SECONDS,
    voicemail_max_seconds: client.voicemail.maxSeconds,
    voicemail_silence_seconds: client.voicemail.silenceSeconds,
  };
}

function accountValues(sids: WiredSids): TemplateValues {
  const functions = [...sids.functionSids].map(([path, sid]) => [functionSidName(path), sid] as const);
  return {
    functions_domain: sids.domain,
    functions_service_sid: sids.serviceSid,
    functions_environment_sid: sids.environmentSid,
    workflow_sid: sids.workflowSid,
    voice_channel_sid: sids.voiceChannelSid,
    ...Object.fromEntries(functions),
  };
}

/** "/lines/now" → "function_sid_lines_now". */
export function functionSidName(path: string): string {
  return `function_sid_${path.slice(1).replace(/[^a-z0-9]+/gi, '_')}`;
}
