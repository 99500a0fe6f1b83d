import type { Box, BoxKind, Diagram, Part } from './diagram';
import { palette } from './palette';
import { wrap } from '../terminal/wrap';

const WIDTH = 38;

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
  return heading === undefined ? rows : [`  subgraph p${part}["${quote(heading)}"]`, ...rows, '  end'];
}

function shape({ kind, label, title, text = [] }: Box): string {
  const body = text.flatMap(each => wrap(each, WIDTH)).map(quote);
  const words = [`<small>${quote(label)}</small>`, ...wrap(title, WIDTH).map(each => `<b>${quote(each)}</b>`), ...body];
  const inside = `"${words.filter(each => each !== '<b></b>').join('<br>')}"`;
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
