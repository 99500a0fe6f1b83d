import { createHash } from 'node:crypto';

import { blocksOf, type MessagesRequest } from './wire';

/** Prefixes below this are not cached. Of several figures by model the one that most have. Source: platform.claude.com, "Prompt caching". */
export const SMALLEST_PREFIX_TOKENS = 1024;
/** How far a lookup goes back from a mark. Source: the same page. */
const LOOK_BACK_BLOCKS = 20;
const BYTES_A_TOKEN = 4;
const TTL_MS = { '5m': 300_000, '1h': 3_600_000 };

/** Tokens of a prompt by what became of them. */
export interface PromptTokens {
  readonly input: number;
  readonly read: number;
  readonly written: number;
}

export interface PromptCache {
  /** Counts the prompt, reads what is cached and keeps what is marked. */
  count(request: MessagesRequest): PromptTokens;
}

interface Block {
  readonly text: string;
  readonly ttlMs: number | undefined;
}

/** A cache of prompt prefixes: what is marked with `cache_control` is found again by a request that begins with the very same blocks. */
export function createPromptCache(now: () => number): PromptCache {
  const kept = new Map<string, { untilMs: number; ttlMs: number }>();
  const isKept = (hash: string): boolean => (kept.get(hash)?.untilMs ?? 0) > now();
  return {
    count(request) {
      const prefixes = prefixesOf(request);
      const total = prefixes.at(-1)?.tokens ?? 0;
      const marks = prefixes.flatMap((each, index) => (each.ttlMs === undefined ? [] : [index]));
      const found = marks.flatMap(mark => {
        const near = prefixes.slice(Math.max(0, mark - LOOK_BACK_BLOCKS), mark + 1).filter(each => isKept(each.hash));
        return near.slice(-1);
      });
      const hit = found.sort((a, b) => b.tokens - a.tokens)[0];
      const renewed = hit && kept.get(hit.hash);
      if (renewed) renewed.untilMs = now() + renewed.ttlMs;
      const last = marks.map(mark => prefixes[mark]).filter(each => (each?.tokens ?? 0) >= SMALLEST_PREFIX_TOKENS);
      for (const each of last)
        if (each?.ttlMs !== undefined) kept.set(each.hash, { untilMs: now() + each.ttlMs, ttlMs: each.ttlMs });
      const read = hit?.tokens ?? 0;
      const written = Math.max(0, (last.at(-1)?.tokens ?? 0) - read);
      return { input: total - read - written, read, written };
    },
  };
}

/** About as many tokens as the text has. */
export function tokensOf(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / BYTES_A_TOKEN);
}

interface Prefix {
  readonly hash: string;
  readonly tokens: number;
  readonly ttlMs: number | undefined;
}

/** Tools come first, then the system prompt, then the messages; another model has another cache. */
function prefixesOf(request: MessagesRequest): Prefix[] {
  const hash = createHash('sha256')
    .update(request.model)
    .update(JSON.stringify(request.tool_choice ?? null));
  let tokens = 0;
  return blocksInOrder(request).map(({ text, ttlMs }) => {
    hash.update(text).update('\n');
    tokens += tokensOf(text);
    return { hash: hash.copy().digest('hex'), tokens, ttlMs };
  });
}

function blocksInOrder(request: MessagesRequest): Block[] {
  const blocks = [
    ...(request.tools ?? []),
    ...blocksOf(request.system ?? []),
    ...request.messages.flatMap(({ role, content }) => blocksOf(content).map(each => ({ role, ...each }))),
  ].map((each): Block => {
    const mark = 'cache_control' in each ? each.cache_control : undefined;
    return {
      text: JSON.stringify({ ...each, cache_control: undefined }),
      ttlMs: mark ? TTL_MS[mark.ttl ?? '5m'] : undefined,
    };
  });
  const last = blocks.at(-1);
  if (!request.cache_control || !last || last.ttlMs !== undefined) return blocks;
  return [...blocks.slice(0, -1), { ...last, ttlMs: TTL_MS[request.cache_control.ttl ?? '5m'] }];
}
