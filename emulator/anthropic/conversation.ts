import type { ModelRules } from './models';
import { blocksOf, type MessagesRequest, type WireBlock } from './wire';

interface Turn {
  readonly role: 'user' | 'assistant';
  readonly blocks: readonly WireBlock[];
}

/** Why a conversation is refused, in the vendor's words; undefined when it is taken. */
export function conversationFault({ messages }: MessagesRequest, { prefill }: ModelRules): string | undefined {
  const turns = messages.map(({ role, content }): Turn => ({ role, blocks: blocksOf(content) }));
  if (turns[0]?.role !== 'user') return 'messages: first message must use the "user" role';
  if (turns.at(-1)?.role === 'assistant' && !prefill)
    return 'This model does not support assistant message prefill. The conversation must end with a user message.';
  for (const [index, turn] of turns.entries()) {
    const fault = blockFault(turn, index) ?? pairFault(turns, index);
    if (fault !== undefined) return fault;
  }
  const ids = turns.flatMap(turn => turn.blocks.flatMap(each => (each.type === 'tool_use' ? [each.id] : [])));
  return new Set(ids).size === ids.length ? undefined : 'messages: `tool_use` ids must be unique';
}

function blockFault({ role, blocks }: Turn, index: number): string | undefined {
  const at = `messages.${index}`;
  if (blocks.length === 0) return `${at}: content must be non-empty`;
  if (blocks.some(each => each.type === 'text' && each.text === ''))
    return 'messages: text content blocks must be non-empty';
  if (blocks.some(each => each.type === 'text' && each.text.trim() === ''))
    return 'messages: text content blocks must contain non-whitespace text';
  const misplaced = blocks.find(
    ({ type }) => (role === 'user' && type === 'tool_use') || (role === 'assistant' && type === 'tool_result'),
  );
  return (
    misplaced &&
    `${at}: \`${misplaced.type}\` blocks can only be in \`${role === 'user' ? 'assistant' : 'user'}\` messages`
  );
}

/** Every call has its result in the next message, before any text; every result has its call in the message before. */
function pairFault(turns: readonly Turn[], index: number): string | undefined {
  const blocks = turns[index]?.blocks ?? [];
  const before = turns[index - 1]?.blocks ?? [];
  const after = turns[index + 1]?.blocks ?? [];
  const orphan = blocks.findIndex(
    each => each.type === 'tool_result' && !before.some(use => use.type === 'tool_use' && use.id === each.tool_use_id),
  );
  const result = blocks[orphan];
  if (result?.type === 'tool_result')
    return (
      `messages.${index}.content.${orphan}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${result.tool_use_id}. ` +
      'Each `tool_result` block must have a corresponding `tool_use` block in the previous message.'
    );
  const firstOther = after.findIndex(each => each.type !== 'tool_result');
  const leading = firstOther === -1 ? after : after.slice(0, firstOther);
  const open = blocks.flatMap(each =>
    each.type === 'tool_use' && !leading.some(one => one.type === 'tool_result' && one.tool_use_id === each.id)
      ? [each.id]
      : [],
  );
  if (open.length === 0) return undefined;
  return (
    `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open.join(', ')}. ` +
    'Each `tool_use` block must have a corresponding `tool_result` block in the next message.'
  );
}
