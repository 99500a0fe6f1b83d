import type { Office } from './office';

/** What Twilio shows under Monitor > Alerts: something that nobody waits for went wrong. */
export interface Alert {
  /** Twilio's error code, twilio.com/docs/api/errors. */
  readonly code: number;
  readonly message: string;
  /** What it happened to. */
  readonly resourceSid: string;
  readonly callSid?: string | undefined;
}

/** Puts an alert on the timeline, and into the error log's stream. */
export function alertOf({ world, records }: Office, { code, message, resourceSid, callSid }: Alert): void {
  world.bus.emit('timeline', {
    atMs: world.clock.now(),
    kind: 'fault',
    text: `error ${code}: ${message}`,
    ...(callSid !== undefined && { callSid }),
    detail: { code, resourceSid },
  });
  const about = records.tasks.get(resourceSid) ?? records.reservations.get(resourceSid);
  if (!about) return;
  world.bus.emit('stream-event', {
    accountSid: about.account_sid,
    type: 'com.twilio.error-logs.error.logged',
    source: `/${about.account_sid}/${resourceSid}`,
    data: () => ({
      accountSid: about.account_sid,
      error_code: code,
      level: 'ERROR',
      more_info: { Msg: message },
      product: 'TaskRouter',
      resource_sid: resourceSid,
      service_sid: about.workspace_sid,
      webhook: null,
    }),
  });
}
