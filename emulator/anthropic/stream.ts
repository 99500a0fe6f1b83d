import { Failure } from './failure';
import { endOf, shellOf, SIGNATURE, usageOf, type Answer, type AnswerBlock } from './message';
import type { ModelTurn } from './script';

/** Characters of one delta: about a word and a half. */
const PIECE_LENGTH = 8;

/** The answer as server-sent events, in the vendor's order. `wait` passes the turn's times; throws where the turn says that the connection goes. */
export async function* eventsOf(
  answer: Answer,
  turn: ModelTurn,
  { wait, requestId }: { wait: (ms: number) => Promise<void>; requestId: string },
): AsyncGenerator<string> {
  const deltas = answer.blocks.flatMap(blockEvents);
  const breakAt = turn.breaks ? Math.ceil(deltas.length / 2) : Infinity;
  await wait(turn.firstTokenMs ?? 0);
  yield event('message_start', { message: shellOf(answer) });
  yield event('ping', {});
  for (const [index, [name, data]] of deltas.entries()) {
    if (index >= breakAt) break;
    if (index > 0) await wait(turn.betweenMs ?? 0);
    const at = deltas.slice(0, index).filter(([each]) => each === 'content_block_stop').length;
    yield event(name, { index: at, ...data });
  }
  if (turn.breaks === 'connection') throw new Error('the connection is cut, as the script says');
  if (turn.breaks === 'overloaded') {
    const failure = new Failure('overloaded_error', 'Overloaded');
    yield `event: error\ndata: ${JSON.stringify(failure.toBody(requestId))}\n\n`;
    return;
  }
  yield event('message_delta', {
    delta: { ...endOf(answer), container: null },
    usage: usageOf(answer, answer.outputTokens),
  });
  yield event('message_stop', {});
}

type Data = Readonly<Record<string, unknown>>;

function event(type: string, data: Data): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
}

function blockEvents(block: AnswerBlock): [name: string, data: Data][] {
  const delta = (data: Data): [string, Data] => ['content_block_delta', { delta: data }];
  const pieces = block.text.match(new RegExp(`[^]{1,${PIECE_LENGTH}}`, 'gu')) ?? [];
  const stop: [string, Data] = ['content_block_stop', {}];
  if (block.type === 'text') {
    const start: Data = { content_block: { type: 'text', text: '', citations: null } };
    return [['content_block_start', start], ...pieces.map(text => delta({ type: 'text_delta', text })), stop];
  }
  if (block.type === 'thinking') {
    const start: Data = { content_block: { type: 'thinking', thinking: '', signature: '' } };
    const thoughts = pieces.map(thinking => delta({ type: 'thinking_delta', thinking }));
    const signature = delta({ type: 'signature_delta', signature: SIGNATURE });
    return [['content_block_start', start], ...thoughts, signature, stop];
  }
  const { id, name } = block;
  const start: Data = { content_block: { type: 'tool_use', id, name, input: {}, caller: { type: 'direct' } } };
  const json = ['', ...pieces].map(partial_json => delta({ type: 'input_json_delta', partial_json }));
  return [['content_block_start', start], ...json, stop];
}
