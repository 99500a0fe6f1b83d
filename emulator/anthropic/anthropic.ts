import type { ApiReply, ApiRequest, Product, World } from '../contract';
import { defaultTurn, textOf } from './default-turn';
import { Failure, invalid } from './failure';
import { forward } from './forward';
import { answerOf, messageOf, type Answer } from './message';
import { createPromptCache, tokensOf } from './prompt-cache';
import { readRequest } from './read-request';
import { createScript, type ModelTurn } from './script';
import { eventsOf } from './stream';
import { waitOn } from '../clock/wait-on';
import { blocksOf, type MessagesRequest } from './wire';

export interface AnthropicOptions {
  readonly key: string;
  /** Answers of the model, until a test gives others. */
  readonly turns?: readonly ModelTurn[];
  /** Opens the real API: every request goes on to it. */
  readonly realKey?: string;
  /** Instead of the global one, which asks the real network. */
  readonly fetch?: typeof globalThis.fetch;
}

/** A request that the double took, and what it answered. */
export interface ModelExchange {
  /** The emulated clock's, milliseconds since 1970. */
  readonly atMs: number;
  readonly request: MessagesRequest;
  /** Undefined when the script had it fail. */
  readonly answer?: Answer;
}

/** The model of the local cloud, as a test sees it. */
export interface LocalModel {
  /** From now on these turns, and the rule-based answers after them. */
  readonly script: (turns: readonly ModelTurn[]) => void;
  /** Turns that nobody asked for yet. */
  readonly left: () => readonly ModelTurn[];
  /** Requests that were taken, oldest first; at most the last 1000. */
  readonly exchanges: () => readonly ModelExchange[];
}

const MOST_EXCHANGES = 1000;

/** A double of Anthropic's Messages API. It thinks nothing: it says what the script says, or what a few rules give. */
export function createAnthropic(world: World, options: AnthropicOptions): { product: Product; model: LocalModel } {
  const script = createScript(options.turns ?? []);
  const cache = createPromptCache(() => world.clock.now());
  const exchanges: ModelExchange[] = [];
  const newId = (prefix: string): string => `${prefix}${world.ids.sid('').slice(0, 22)}`;

  const messages = (request: ApiRequest, requestId: string): Promise<ApiReply> | ApiReply => {
    const body = readRequest(request, options.key);
    if (options.realKey !== undefined) return forward(request, { key: options.realKey, fetch: options.fetch ?? fetch });
    const turn = script.take({ model: body.model, text: lastWords(body) }) ?? defaultTurn(body, world.clock.now());
    const answer = turn.fails ? undefined : answerOf(turn, { request: body, prompt: cache.count(body), newId });
    exchanges.splice(0, Math.max(0, exchanges.length - MOST_EXCHANGES + 1));
    exchanges.push({ atMs: world.clock.now(), request: body, ...(answer && { answer }) });
    report(world, body, answer ?? turn.fails ?? '');
    return reply(world, { body, turn, answer, requestId });
  };
  const count = (request: ApiRequest): ApiReply => {
    const body = readRequest(withMaxTokens(request), options.key);
    return { status: 200, body: { input_tokens: tokensOf(JSON.stringify([body.tools, body.system, body.messages])) } };
  };
  const answering =
    (work: (request: ApiRequest, requestId: string) => ApiReply | Promise<ApiReply>) =>
    async (request: ApiRequest): Promise<ApiReply> => {
      const requestId = newId('req_01');
      const done = await attempt(() => work(request, requestId), requestId);
      return { ...done, headers: { 'request-id': requestId, ...done.headers } };
    };
  const product: Product = {
    name: 'anthropic',
    hosts: ['api.anthropic.com'],
    routes: [
      { method: 'POST', path: '/v1/messages', access: 'open', handle: answering(messages) },
      { method: 'POST', path: '/v1/messages/count_tokens', access: 'open', handle: answering(count) },
      { method: 'ANY', path: '/*', access: 'open', handle: answering(elsewhere) },
    ],
  };
  return { product, model: { script: script.set, left: script.left, exchanges: () => exchanges } };
}

async function attempt(work: () => ApiReply | Promise<ApiReply>, requestId: string): Promise<ApiReply> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure) return error.toReply(requestId);
    throw error;
  }
}

interface Replying {
  readonly body: MessagesRequest;
  readonly turn: ModelTurn;
  readonly answer: Answer | undefined;
  readonly requestId: string;
}

async function reply(world: World, { body, turn, answer, requestId }: Replying): Promise<ApiReply> {
  const wait = (ms: number): Promise<void> => waitOn(world.clock, ms);
  if (!answer) {
    await wait(turn.firstTokenMs ?? 0);
    throw failureOf(turn);
  }
  if (body.stream) {
    const headers = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };
    return { status: 200, headers, stream: eventsOf(answer, turn, { wait, requestId }) };
  }
  await wait(turn.firstTokenMs ?? 0);
  if (turn.breaks) throw new Failure('overloaded_error', 'Overloaded');
  return { status: 200, body: messageOf(answer) };
}

function failureOf({ fails, retryAfterSeconds }: ModelTurn): Failure {
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  if (fails === 'rate-limited')
    return new Failure('rate_limit_error', "This request would exceed your organization's rate limit.", headers);
  if (fails === 'overloaded') return new Failure('overloaded_error', 'Overloaded', headers);
  if (fails === 'timeout') return new Failure('timeout_error', 'Request timed out', headers);
  return fails === 'bad-request' ? invalid('Invalid request') : new Failure('api_error', 'Internal server error');
}

function elsewhere({ method, url }: ApiRequest): never {
  const known = /^\/v1\/(messages|models|files|organizations|skills|agents|environments|sessions|beta)/.test(
    url.pathname,
  );
  if (known) throw new Failure('not_implemented', `The local Anthropic has not implemented ${method} ${url.pathname}.`);
  throw new Failure('not_found_error', 'Not found');
}

function lastWords({ messages }: MessagesRequest): string {
  return blocksOf(messages.at(-1)?.content ?? '')
    .map(textOf)
    .join('\n');
}

/** Counting takes the same parameters but for `max_tokens`. */
function withMaxTokens(request: ApiRequest): ApiRequest {
  const text = request.body.toString('utf8');
  return { ...request, body: Buffer.from(text.replace(/^\s*\{/, '{"max_tokens":1,')) };
}

/** What was asked and answered, without anybody's words: those are in the exchanges. */
function report(world: World, request: MessagesRequest, answer: Answer | string): void {
  const outcome =
    typeof answer === 'string'
      ? answer
      : `${answer.stopReason}, ${answer.prompt.input}+${answer.prompt.read} cached+${answer.prompt.written} kept → ${answer.outputTokens} tokens`;
  world.bus.emit('timeline', {
    atMs: world.clock.now(),
    kind: 'request',
    text: `model ${request.model}: ${outcome}`,
  });
}
