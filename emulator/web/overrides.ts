/** When a webhook is sent again: the connection failed, the answer took too long, or it was an error. */
export type RetryReason = 'ct' | 'rt' | '4xx' | '5xx';

/** How a webhook is delivered, by the fragment of its URL. https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides */
export interface Delivery {
  /** How often it is sent again. */
  readonly retries: number;
  readonly reasons: ReadonlySet<RetryReason>;
  /** For the answer to one attempt, milliseconds. */
  readonly answerLimitMs: number;
  /** For all attempts together, milliseconds. */
  readonly totalLimitMs: number;
}

const REASONS: readonly RetryReason[] = ['ct', 'rt', '4xx', '5xx'];
const ANSWER_LIMIT_MS = 15_000;

/** `#rc=2&rp=5xx,ct&rt=3000&tt=10000`: values out of range are passed over. `ct` and `e` change nothing on this machine. */
export function deliveryOf(url: string): Delivery {
  const hash = URL.canParse(url) ? new URL(url).hash.slice(1) : '';
  const given = new URLSearchParams(hash);
  const policy = (given.get('rp') ?? 'ct').split(',').map(word => word.trim());
  return {
    retries: whole(given.get('rc'), { least: 0, most: 5, byDefault: 1 }),
    reasons: new Set(policy.includes('all') ? REASONS : REASONS.filter(reason => policy.includes(reason))),
    answerLimitMs: whole(given.get('rt'), { least: 100, most: ANSWER_LIMIT_MS, byDefault: ANSWER_LIMIT_MS }),
    totalLimitMs: whole(given.get('tt'), { least: 100, most: ANSWER_LIMIT_MS, byDefault: ANSWER_LIMIT_MS }),
  };
}

function whole(text: string | null, range: { least: number; most: number; byDefault: number }): number {
  const value = Number(text);
  const isGiven = text !== null && /^\d+$/.test(text);
  return isGiven && value >= range.least && value <= range.most ? value : range.byDefault;
}
