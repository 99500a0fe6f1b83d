/** Breaks words into lines of at most `width` columns; keeps the text's own line breaks, and lines that fit as they are. A longer word stands alone. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap(paragraph => {
    if (paragraph.length <= width) return [paragraph];
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(/\s+/)) {
      if (line !== '' && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else {
        line = line === '' ? word : `${line} ${word}`;
      }
    }
    return [...lines, line];
  });
}
