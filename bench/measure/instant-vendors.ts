import { performance } from 'node:perf_hooks';
import twilio, { type Twilio } from 'twilio';

/** What work took by the clock and of the processor, milliseconds. A busy machine makes the first longer, not the second. */
export interface Took {
  readonly ms: number;
  readonly processorMs: number;
}

/** Runs on; what it has taken so far. */
export function stopwatch(): () => Took {
  const usage = process.cpuUsage();
  const startMs = performance.now();
  return () => {
    const ms = performance.now() - startMs;
    const { user, system } = process.cpuUsage(usage);
    return { ms, processorMs: (user + system) / 1_000 };
  };
}

/** Vendors that answer at once; what they themselves have taken is known, so that it can be taken off. */
export interface InstantVendors {
  readonly rest: () => Twilio;
  readonly fetch: typeof globalThis.fetch;
  /** What they took since it was asked last. */
  readonly taken: () => Took;
}

/** Twilio Sync and Anthropic in memory, on their wire: what the clients of both do is our time, what the vendors do is not. */
export function instantVendors(
  account: { sid: string; token: string },
  answer: (asked: number) => object[],
): InstantVendors {
  let taken = { ms: 0, processorMs: 0 };
  const timed = <T>(work: () => T): T => {
    const read = stopwatch();
    const result = work();
    const { ms, processorMs } = read();
    taken = { ms: taken.ms + ms, processorMs: taken.processorMs + processorMs };
    return result;
  };
  const sync = memorySync();
  const httpClient = { request: (options: SyncRequest) => Promise.resolve(timed(() => sync(options))) };
  let asked = 0;
  return {
    // Of its HTTP client twilio-node calls this one method.
    rest: () => twilio(account.sid, account.token, { httpClient: httpClient as never }),
    fetch: () => Promise.resolve(timed(() => eventStream(answer((asked += 1))))),
    taken: () => {
      const result = taken;
      taken = { ms: 0, processorMs: 0 };
      return result;
    },
  };
}

interface SyncRequest {
  readonly method: string;
  readonly uri: string;
  readonly data?: Readonly<Record<string, string>>;
}

/** Documents and items by their address; whoever writes has the revision that is there, for one caller asks at a time. */
function memorySync() {
  const kept = new Map<string, { data: unknown; revision: string }>();
  return ({ method, uri, data }: SyncRequest): { statusCode: number; body: string; headers: object } => {
    const name = data?.['UniqueName'] ?? data?.['Key'];
    const at = name === undefined ? uri : `${uri}/${name}`;
    if (method.toLowerCase() === 'post') {
      const revision = String(Number(kept.get(at)?.revision ?? 0) + 1);
      kept.set(at, { data: JSON.parse(data?.['Data'] ?? '{}'), revision });
    }
    const found = kept.get(at);
    if (!found) return { statusCode: 404, body: '{"code":20404,"message":"not found","status":404}', headers: {} };
    return { statusCode: 200, body: JSON.stringify(found), headers: {} };
  };
}

function eventStream(events: readonly object[]): Response {
  const lines = events.map(
    event => `event: ${'type' in event ? String(event.type) : ''}\ndata: ${JSON.stringify(event)}\n\n`,
  );
  return new Response(lines.join(''), { headers: { 'content-type': 'text/event-stream' } });
}

/** An answer of the model as it is streamed: a few words a piece, then its calls. */
export function modelEvents(words: string, calls: readonly string[] = []): object[] {
  const pieces = words.match(/\S+\s*(\S+\s*)?/g) ?? [];
  const usage = {
    input_tokens: 40,
    cache_read_input_tokens: 3_000,
    cache_creation_input_tokens: 60,
    output_tokens: 30,
  };
  const block = (index: number, content_block: object, deltas: readonly object[]): object[] => [
    { type: 'content_block_start', index, content_block },
    ...deltas.map(delta => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
  const text = pieces.map(piece => ({ type: 'text_delta', text: piece }));
  return [
    { type: 'message_start', message: { id: 'msg_1', type: 'message', role: 'assistant', content: [], usage } },
    ...block(0, { type: 'text', text: '' }, text),
    ...calls.flatMap((name, at) =>
      block(at + 1, { type: 'tool_use', id: `toolu_${at}`, name, input: {} }, [
        { type: 'input_json_delta', partial_json: '{}' },
      ]),
    ),
    { type: 'message_delta', delta: { stop_reason: calls.length > 0 ? 'tool_use' : 'end_turn' }, usage },
    { type: 'message_stop' },
  ];
}
