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

/** Puts an alert on the timeline. */
export function alertOf({ world }: Office, { code, message, resourceSid, callSid }: Alert): void {
  world.bus.emit('timeline', {
    atMs: world.clock.now(),
    kind: 'fault',
    text: `error ${code}: ${message}`,
    ...(callSid !== undefined && { callSid }),
    detail: { code, resourceSid },
  });
}
