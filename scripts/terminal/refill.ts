/** What help is held to: wider lines break anywhere in an ordinary terminal. */
export const HELP_COLUMNS = 100;

/** Paragraphs that are too wide, filled anew at blanks; lines that begin with a blank (examples, lists) stay as they are. */
export function refilled(text: string, columns = HELP_COLUMNS): string {
  return text
    .split('\n\n')
    .map(paragraph => {
      const lines = paragraph.split('\n');
      const isTooWide = lines.some(line => line.length > columns && !line.startsWith(' '));
      return isTooWide
        ? blocksOf(lines)
            .flatMap(block => filled(block, columns))
            .join('\n')
        : paragraph;
    })
    .join('\n\n');
}

/** Lines that belong together: each line that begins with a blank, or is empty, stands for itself. */
function blocksOf(lines: readonly string[]): string[] {
  const blocks: string[] = [];
  let isOpen = false;
  for (const line of lines) {
    const stands = line === '' || line.startsWith(' ');
    if (isOpen && !stands) blocks.push(`${blocks.pop() ?? ''} ${line}`);
    else blocks.push(line);
    isOpen = !stands;
  }
  return blocks;
}

function filled(block: string, columns: number): string[] {
  if (block.startsWith(' ')) return [block];
  const lines = [''];
  for (const word of block.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= columns) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
