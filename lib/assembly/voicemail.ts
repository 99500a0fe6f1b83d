import { deepgramSpeechToText } from '../deepgram';
import type { Line } from '../function';
import { mailgunMailer } from '../mailgun';
import {
  recordingUrl,
  syncLedger,
  twilioCallStore,
  twilioRecordingOrigins,
  twilioRecordingStore,
  twilioTaskBoard,
  type TwilioAccess,
} from '../twilio';
import { deskLedger } from './desk';
import { storyTeller } from './story';
import type { Delivery, RecordingOrigins } from '../voicemail';

/** The delivery of voicemails with its real vendors. Variables are read when a step needs them: one that is missing stops only that step. */
export function voicemailDelivery(line: Line): Delivery {
  const { client, environment, clock } = line;
  const access = { rest: line.rest(), accountSid: line.accountSid, authToken: line.authToken };
  const domain = (): string => environment.optional('MAILGUN_DOMAIN') ?? client.email.domain;
  const recipients = (): readonly string[] =>
    environment
      .optional('ADMIN_EMAIL')
      ?.split(',')
      .map(address => address.trim()) ?? client.email.recipients;
  return {
    client,
    clock,
    mailing: () => ({ recipients: recipients(), domain: domain() }),
    log: line.log,
    signal: line.signal,
    deadlineMs: line.deadlineMs,
    link: { domain: line.domain, secret: line.authToken },
    recordingUrl: recordingSid => recordingUrl(line.accountSid, recordingSid),
    ports: {
      calls: twilioCallStore(access),
      recordings: twilioRecordingStore(access),
      ledger: syncLedger(access, {
        clock,
        retentionDays: client.voicemail.retentionDays,
        serviceSid: () => environment.require('TWILIO_SYNC_SERVICE_SID'),
      }),
      tasks: twilioTaskBoard(access, () => ({
        workspaceSid: environment.require('TWILIO_FLEX_WORKSPACE_SID'),
        workflowSid: environment.require('TWILIO_FLEX_CALLBACK_WORKFLOW_SID'),
      })),
      desk: deskLedger(line),
      story: storyTeller(line),
      origins: recordingOrigins(line, access),
      speech: deepgramSpeechToText(() => environment.require('DEEPGRAM_API_KEY')),
      mailer: mailgunMailer({
        domain,
        region: client.email.region,
        key: () => environment.require('MAILGUN_API_KEY'),
      }),
    },
  };
}

/** Where turns are recorded for Deepgram, what was not deleted at once must not pass for a message. */
function recordingOrigins({ client, clock }: Line, access: TwilioAccess): RecordingOrigins | undefined {
  if (!client.assistant?.speech?.some(({ recogniser }) => recogniser === 'deepgram')) return undefined;
  const numbers = client.numbers.filter(({ line }) => line === 'assistant').map(({ number }) => number);
  return twilioRecordingOrigins(access, { numbers, action: '/assistant/recorded' }, clock);
}
