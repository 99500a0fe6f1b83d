import { SaxesParser } from 'saxes';
import { joinArrows, type Diagram, type Part } from './diagram';
import { place } from './layout';
import { toMermaid } from './mermaid';
import { palette } from './palette';
import { toSvg } from './svg';
import { breakText, textWidth } from './text-size';

const part: Part = {
  boxes: [
    { id: 'call', kind: 'call', label: 'call', title: '+1 202 555 0142' },
    { id: 'when', kind: 'choice', label: 'when', title: 'Open?' },
    {
      id: 'greet',
      kind: 'hear',
      label: 'hears',
      title: '',
      text: ['“Thank you for calling <us>; we are here & listening.”'],
    },
    { id: 'sorry', kind: 'hear', label: 'hears', title: 'Sorry' },
    { id: 'end', kind: 'end', label: 'end', title: 'Call ends' },
  ],
  arrows: [
    { from: 'call', to: 'when' },
    { from: 'when', to: 'greet', label: 'open' },
    { from: 'when', to: 'sorry', label: 'broken', fault: true },
    { from: 'greet', to: 'end' },
    { from: 'sorry', to: 'end' },
  ],
};
const diagram: Diagram = {
  title: 'A "line" & more',
  subtitle: 'of Müller <desk>',
  parts: [part],
};

const overlap = (a: { from: number; to: number }, b: { from: number; to: number }) => a.from < b.to && b.from < a.to;

test('boxes do not overlap, and arrows run from the foot of one to the head of another', () => {
  const { boxes, arrows, width, height } = place(part);
  const spans = boxes.map(({ at, width: w, height: h }) => ({
    x: { from: at.x, to: at.x + w },
    y: { from: at.y, to: at.y + h },
  }));
  const clashes = spans.flatMap((one, index) =>
    spans.slice(index + 1).filter(other => overlap(one.x, other.x) && overlap(one.y, other.y)),
  );
  expect(clashes).toEqual([]);
  expect(
    spans.every(({ x, y }) => x.from >= -0.5 && y.from >= -0.5 && x.to <= width + 0.5 && y.to <= height + 0.5),
  ).toBe(true);
  for (const { arrow, points } of arrows) {
    const from = boxes.find(({ box }) => box.id === arrow.from);
    const to = boxes.find(({ box }) => box.id === arrow.to);
    expect(points[0]?.y).toBeCloseTo((from?.at.y ?? 0) + (from?.height ?? 0));
    expect(points.at(-1)?.y).toBeCloseTo(to?.at.y ?? 0);
  }
});

test('the SVG is well-formed, says everything, and is the same each time', () => {
  const svg = toSvg(diagram);
  const heard: string[] = [];
  const parser = new SaxesParser();
  parser.on('text', words => heard.push(words));
  parser.write(svg).close();
  const words = heard.join(' ').replace(/\s+/g, ' ');
  for (const each of ['A "line" & more', 'of Müller <desk>', 'here & listening.”', 'Call ends', 'broken'])
    expect(words).toContain(each);
  expect(toSvg(diagram)).toBe(svg);
  expect(svg).not.toMatch(/<script|href|@import/);
});

test('Mermaid has each box, each arrow, and no sign that would break it', () => {
  const text = toMermaid(diagram);
  expect(text).toContain('p0n1 -->|"open"| p0n2');
  expect(text).toContain('p0n1 -.->|"broken"| p0n3');
  expect(text).toContain('for calling #60;us#62;');
  expect(text).not.toMatch(/:::end\b/);
  expect(text.match(/:::/g)).toHaveLength(5);
});

test('several parts stand one below the other, each with its heading', () => {
  const both = {
    ...diagram,
    parts: [
      { ...part, heading: 'One' },
      { ...part, heading: 'Two' },
    ],
  };
  const height = (svg: string): number => Number(/height="(\d+)"/.exec(svg)?.[1]);
  expect(height(toSvg(both))).toBeGreaterThan(height(toSvg(diagram)) * 1.6);
  expect(toMermaid(both)).toContain('subgraph p1["Two"]');
  expect(toMermaid(both)).toContain('p1n1 -->|"open"| p1n2');
});

test('arrows between the same two boxes become one; faults stay apart', () => {
  const joined = joinArrows([
    { from: 'a', to: 'b', label: 'one' },
    { from: 'a', to: 'b', label: 'two' },
    { from: 'a', to: 'b', label: 'three', fault: true },
    { from: 'a', to: 'c' },
  ]);
  expect(joined).toEqual([
    { from: 'a', to: 'b', label: 'one, two' },
    { from: 'a', to: 'b', label: 'three', fault: true },
    { from: 'a', to: 'c' },
  ]);
});

test('text keeps within its width, long words too', () => {
  const font = { sizePx: 12 };
  const lines = breakText('one two three /a-very-long/path/that/goes/on/and/on four', font, 90);
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) expect(textWidth(line, font)).toBeLessThanOrEqual(90);
  expect(lines.join('').replace(/ /g, '')).toBe('onetwothree/a-very-long/path/that/goes/on/and/onfour');
});

test('every text can be read on its box', () => {
  for (const { fill, label, text } of Object.values(palette)) {
    expect(contrast(fill, text)).toBeGreaterThan(4.5);
    expect(contrast(fill, label)).toBeGreaterThan(4.5);
  }
});

/** WCAG 2.2: (lighter + 0.05) : (darker + 0.05). */
function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
