import type { Box, BoxKind, Diagram, Part } from './diagram';
import { ink, palette } from './palette';

/** The diagram as a Mermaid flowchart: GitHub and GitLab draw it in Markdown. */
export function toMermaid({ title, parts }: Diagram): string {
  const kinds = new Set(parts.flatMap(part => part.boxes.map(box => box.kind)));
  const rows = [...parts.flatMap((part, index) => partOf(part, index)), ...[...kinds].map(classOf)];
  return `---\ntitle: ${JSON.stringify(title)}\n---\nflowchart TD\n${rows.join('\n')}\n`;
}

function partOf({ heading, boxes, arrows }: Part, part: number): string[] {
  const ids = new Map(boxes.map((box, index) => [box.id, `p${part}n${index}`]));
  const rows = [
    ...boxes.map(box => `  ${ids.get(box.id)}${shape(box)}:::${box.kind}Box`),
    ...arrows.map(({ from, to, label, fault }) => {
      const line = fault ? '-.->' : '-->';
      return `  ${ids.get(from)} ${line}${label === undefined ? '' : `|"${quote(label)}"|`} ${ids.get(to)}`;
    }),
  ];
  if (heading === undefined) return rows;
  const title = `  subgraph p${part}["${quote(heading)}"]`;
  return [title, '  direction TB', ...rows, '  end', `  style p${part} fill:none,stroke:${ink.rule}`];
}

/** Mermaid breaks long lines itself. */
function shape({ kind, label, title, text = [] }: Box): string {
  const words = [
    `<small>${quote(label)}</small>`,
    ...(title === '' ? [] : [`<b>${quote(title)}</b>`]),
    ...text.map(quote),
  ];
  const inside = `"${words.join('<br>')}"`;
  if (kind === 'choice') return `{{${inside}}}`;
  return kind === 'call' ? `([${inside}])` : `[${inside}]`;
}

function classOf(kind: BoxKind): string {
  // "Box": a class that is called "end" would end the chart.
  const { fill, line, text } = palette[kind];
  return `  classDef ${kind}Box fill:${fill},stroke:${line},color:${text}`;
}

/** Mermaid's own way to write what would end a label or begin a tag. */
function quote(text: string): string {
  return text.replace(/[#&<>"`]/g, sign => `#${sign.charCodeAt(0)};`);
}
