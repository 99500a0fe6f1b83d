/** What a box stands for; decides its colour and the small word above its title. */
export type BoxKind = 'call' | 'choice' | 'ask' | 'hear' | 'wait' | 'record' | 'talk' | 'end' | 'other';

export interface Box {
  readonly id: string;
  readonly kind: BoxKind;
  /** Small word above the title: "hears", "run-function". */
  readonly label: string;
  readonly title: string;
  /** Paragraphs below the title. */
  readonly text?: readonly string[];
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
  /** Taken when something broke: drawn dashed. */
  readonly fault?: true;
}

/** Boxes and arrows, from top to bottom, before anybody has drawn them. */
export interface Diagram {
  readonly title: string;
  readonly subtitle?: string;
  /** One below the other. */
  readonly parts: readonly Part[];
}

export interface Part {
  /** Left out where the diagram has one part alone. */
  readonly heading?: string;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

/** One arrow for all that lead from one box to another in the same manner, their labels in one list. */
export function joinArrows(arrows: readonly Arrow[]): Arrow[] {
  const joined = new Map<string, Arrow>();
  for (const arrow of arrows) {
    const key = `${arrow.from}\n${arrow.to}\n${arrow.fault === true}`;
    const before = joined.get(key);
    const labels = [before?.label, arrow.label].filter(label => label !== undefined);
    joined.set(key, { ...arrow, ...(labels.length > 0 && { label: [...new Set(labels)].join(', ') }) });
  }
  return [...joined.values()];
}
