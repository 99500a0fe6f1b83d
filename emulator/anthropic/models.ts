/** What a model accepts, where models differ. */
export interface ModelRules {
  /** `thinking: { type: … }` that it takes; the first is what it does when asked for nothing. */
  readonly thinking: readonly ('adaptive' | 'disabled' | 'between_tools' | 'enabled')[];
  /** `temperature`, `top_p`, `top_k`. */
  readonly sampling: boolean;
  /** A conversation that ends with the assistant's words. */
  readonly prefill: boolean;
  /** `tool_choice` any or tool. */
  readonly forcedTools: boolean;
  readonly effort: boolean;
}

const alwaysThinking: ModelRules = {
  thinking: ['adaptive'],
  sampling: false,
  prefill: false,
  forcedTools: false,
  effort: true,
};
const quiet: ModelRules = { ...alwaysThinking, thinking: ['adaptive', 'disabled'], forcedTools: true };
const older: ModelRules = {
  thinking: ['disabled', 'enabled'],
  sampling: true,
  prefill: true,
  forcedTools: true,
  effort: false,
};

/** The models of the API. Source: type `Model` of @anthropic-ai/sdk 1.12.0, and the migration guides of platform.claude.com. */
export const models: Readonly<Record<string, ModelRules>> = {
  'claude-haiku-5-5': quiet,
  'claude-sonnet-5-5': { ...alwaysThinking, thinking: ['adaptive', 'between_tools'] },
  'claude-opus-5-5': alwaysThinking,
  'claude-fable-5-2': alwaysThinking,
  'claude-fable-5-1': alwaysThinking,
  'claude-fable-5': alwaysThinking,
  'claude-mythos-5-2': alwaysThinking,
  'claude-mythos-5-1': alwaysThinking,
  'claude-mythos-5': alwaysThinking,
  'claude-opus-5': quiet,
  'claude-sonnet-5': quiet,
  'claude-opus-4-8': quiet,
  'claude-opus-4-7': quiet,
  'claude-opus-4-6': { ...older, effort: true, prefill: false },
  'claude-sonnet-4-6': { ...older, effort: true, prefill: false },
  'claude-opus-4-5': { ...older, effort: true },
  'claude-sonnet-4-5': older,
  'claude-sonnet-4-5-20250929': older,
  'claude-haiku-4-5': older,
  'claude-haiku-4-5-20251001': older,
};
