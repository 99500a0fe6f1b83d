import type { Line } from '../function';
import { mailgunMailer } from '../mailgun';
import type { SummaryDesk } from '../summary';
import { syncSummaryLedger, twilioTaskEvents, twilioWaitingWork } from '../twilio';

/** The weekly summary with its real vendors. Variables are read when something needs them. */
export function summaryDesk(line: Line): SummaryDesk {
  const { client, environment, clock, log, deadlineMs } = line;
  const access = { rest: line.rest(), accountSid: line.accountSid, authToken: line.authToken };
  const domain = (): string => environment.optional('MAILGUN_DOMAIN') ?? client.email.domain;
  const recipients = (): readonly string[] =>
    environment
      .optional('ADMIN_EMAIL')
      ?.split(',')
      .map(address => address.trim()) ??
    client.summary?.recipients ??
    [];
  const workspaceSid = (): string => environment.require('TWILIO_FLEX_WORKSPACE_SID');
  return {
    ...{ client, clock, log, deadlineMs },
    mailing: () => ({ recipients: recipients(), domain: domain() }),
    ports: {
      events: twilioTaskEvents(access, workspaceSid),
      work: twilioWaitingWork(access, () => ({
        workspaceSid: workspaceSid(),
        workflowSid: environment.require('TWILIO_FLEX_CALLBACK_WORKFLOW_SID'),
      })),
      ledger: syncSummaryLedger(access, () => environment.require('TWILIO_SYNC_SERVICE_SID')),
      mailer: mailgunMailer({
        domain,
        region: client.email.region,
        key: () => environment.require('MAILGUN_API_KEY'),
      }),
    },
  };
}
