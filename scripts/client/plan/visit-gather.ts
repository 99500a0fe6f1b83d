import type { Client } from '../../../lib/config';
import { list } from './words';
import { setting, spoken, type Known, type Visit } from './visit';

/** Words, and a way for each key that they name; keys that lead to the same place are told together. A menu that is heard again is not told again. */
export function visitGather(place: Visit): string {
  const { client, store, to, known } = place;
  const words = spoken(place);
  const named = keysIn(words, client);
  const other = [...'0123456789'].find(key => !named.includes(key)) ?? '#';
  const press = (digits: string, more: Partial<Known> = {}) =>
    to('keypress', { ...setting(place, { Digits: digits }), ...more });
  const keys = named.map(key => [key, press(key)] as const);
  const ways = [
    ...keys.filter(([key, id]) => known.menuKeys?.get(key) !== id),
    ['another key', press(other, { menuKeys: new Map(keys) })] as const,
    ['nothing', to('timeout')] as const,
  ];
  const places = new Map<string, string[]>();
  for (const [key, id] of ways) places.set(id, [...(places.get(id) ?? []), key]);
  return store.add({
    kind: 'asks',
    words,
    ways: [...places].map(([id, keys]) => ({ when: `presses ${list(keys, 'or')}`, to: id })),
  });
}

/** The keys that the words speak of. */
function keysIn(words: string, { menu, prompts }: Client): string[] {
  if (!prompts) return [];
  const says = (...parts: string[]): boolean => parts.some(part => part !== '' && words.includes(part));
  if (menu && says(prompts.menu)) return menu.choices.map(({ key }) => key);
  return [
    ...(says(prompts.offerCallback, prompts.offerScheduled) ? ['1'] : []),
    ...(says(prompts.offerVoicemail) ? ['2'] : []),
  ];
}
