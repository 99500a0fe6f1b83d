/** How a waiting caller left the line without an agent and without giving up. */
export type OptOut = 'callback' | 'voicemail';

/**
 * What the task of a waiting caller is marked with before the caller leaves for a callback or a message, so that Flex Insights
 * doesn't count it as abandoned (docs/insights.md).
 */
export function optedOut(how: OptOut): { readonly conversations: Readonly<Record<string, string>> } {
  const phase = how === 'voicemail' ? { abandoned_phase: 'Voicemail' } : {};
  return { conversations: { abandoned: 'Follow-Up', ...phase } };
}
