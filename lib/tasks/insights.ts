import type { AttributeChange } from './merge';

/** How a waiting caller left the line without an agent and without giving up. */
export type OptOut = 'callback' | 'voicemail';

/**
 * What the task of a waiting caller is marked with before the caller leaves for a callback or a message, so that Flex Insights
 * doesn't count it as abandoned: "Follow-Up" instead of "Yes" (docs/insights.md).
 */
export function optedOut(how: OptOut): AttributeChange {
  return {
    conversations: { abandoned: 'Follow-Up', abandoned_phase: how === 'callback' ? 'Callback' : 'Voicemail' },
    linekit: { chosen: how },
  };
}
