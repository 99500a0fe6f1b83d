import type { Client, Menu } from '../config';

/** Where a key of the menu leads; its keys are `widgets.<name>.parsed.*` in the flows. */
export interface Chosen {
  /** again: the key leads nowhere, and the menu is heard once more. */
  readonly outcome: 'queue' | 'callback' | 'voicemail' | 'again';
  /** Of the agents who are asked for; blank for any of them. */
  readonly topic: string;
  /** What the caller hears before choosing again; blank otherwise. */
  readonly words: string;
}

/** The keys of `Chosen`, all of them: what a flow may read. */
export const chosenKeys = ['outcome', 'topic', 'words'] as const satisfies readonly (keyof Chosen)[];

/** Where the caller's key leads. Without a menu it is the queue. */
export function chooseFromMenu({ menu, prompts }: Pick<Client, 'menu' | 'prompts'>, digits: string): Chosen {
  if (!menu || !prompts) return { outcome: 'queue', topic: '', words: '' };
  const choice = choiceOf(menu, digits);
  if (!choice) return { outcome: 'again', topic: '', words: `${prompts.unknownKey} ${prompts.menu}` };
  return 'topic' in choice
    ? { outcome: 'queue', topic: choice.topic, words: '' }
    : { outcome: choice.to, topic: '', words: '' };
}

function choiceOf({ choices }: Menu, digits: string): Menu['choices'][number] | undefined {
  return choices.find(({ key }) => key === digits);
}
