/** Widths of the printable ASCII characters from space on, in thousandths of the size: Helvetica's, and so Arial's. Source: Adobe Core 14 AFM files. */
const WIDTHS = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
  556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
  260, 334, 584,
];
const OTHER = 600;
/** Bold letters are wider, and not every viewer has these fonts. */
const BOLD = 1.08;
const MARGIN = 1.03;

export interface Font {
  readonly sizePx: number;
  readonly bold?: true;
}

/** How wide a line of text will be, in pixels, at a guess that is rather too wide than too narrow. */
export function textWidth(text: string, { sizePx, bold }: Font): number {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '');
  const units = [...plain].reduce((sum, sign) => sum + (WIDTHS[(sign.codePointAt(0) ?? 0) - 32] ?? OTHER), 0);
  return (units / 1000) * sizePx * (bold ? BOLD : 1) * MARGIN;
}

/** Breaks text into lines of at most that width; a longer word is broken where it must be. */
export function breakText(text: string, font: Font, maxWidthPx: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).flatMap(each => breakWord(each, font, maxWidthPx))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer, font) > maxWidthPx) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return line === '' ? lines : [...lines, line];
}

function breakWord(word: string, font: Font, maxWidthPx: number): string[] {
  if (textWidth(word, font) <= maxWidthPx) return [word];
  const fits = Math.max(1, Math.floor((word.length * maxWidthPx) / textWidth(word, font)) - 1);
  return [word.slice(0, fits), ...breakWord(word.slice(fits), font, maxWidthPx)];
}
