import type { Diagram } from './diagram';
import {
  fonts,
  lineHeights,
  padding,
  place,
  type Placed,
  type PlacedArrow,
  type PlacedBox,
  type Point,
} from './layout';
import { ink, palette } from './palette';
import { breakText, textWidth } from './text-size';

const EDGE = 32;
const HEAD = { title: { sizePx: 20, bold: true }, subtitle: { sizePx: 13 } } as const;
const FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif";

/** Draws a diagram as an SVG that stands alone: no script, no font to load, readable on light and dark pages. */
export function toSvg(diagram: Diagram): string {
  const placed = diagram.parts.map(part => ({ heading: part.heading, ...place(part) }));
  const inner = Math.max(...placed.map(each => each.width), textWidth(diagram.title, HEAD.title), 360);
  const subtitle = breakText(diagram.subtitle ?? '', HEAD.subtitle, inner);
  const rows: string[] = [
    line(diagram.title, { x: EDGE, y: EDGE + 18 }, `font-size="20" font-weight="700" fill="${ink.title}"`),
    ...subtitle.map((text, at) =>
      line(text, { x: EDGE, y: EDGE + 40 + at * 18 }, `font-size="13" fill="${ink.subtitle}"`),
    ),
  ];
  const width = Math.ceil(inner + 2 * EDGE);
  let y = EDGE + 48 + subtitle.length * 18;
  for (const { heading, ...part } of placed) {
    if (heading !== undefined) rows.push(...drawHeading(heading, y, width));
    y += heading === undefined ? 0 : HEADING_HEIGHT;
    rows.push(...drawPart(part, { x: EDGE + (inner - part.width) / 2, y }));
    y += part.height + EDGE;
  }
  const height = Math.ceil(y);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}" role="img">`,
    `<title>${escapeXml(diagram.title)}</title>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="14" fill="${ink.paper}" stroke="${ink.rule}"/>`,
    `<defs>${arrowHead('arrow', ink.arrow)}${arrowHead('fault', ink.fault)}</defs>`,
    ...rows,
    '</svg>',
    '',
  ].join('\n');
}

const HEADING_HEIGHT = 50;

function drawHeading(heading: string, y: number, width: number): string[] {
  return [
    `<path d="M${EDGE} ${y} H${width - EDGE}" stroke="${ink.rule}"/>`,
    line(heading, { x: EDGE, y: y + 27 }, `font-size="15" font-weight="700" fill="${ink.title}"`),
  ];
}

function drawPart({ arrows, boxes }: Placed, { x, y }: Point): string[] {
  const open = `<g transform="translate(${round(x)} ${round(y)})">`;
  return [open, ...arrows.map(drawLine), ...boxes.map(drawBox), ...arrows.map(drawLabel), '</g>'];
}

function arrowHead(id: string, colour: string): string {
  return `<marker id="${id}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0.5 0.8 L7.2 4 L0.5 7.2 Z" fill="${colour}"/></marker>`;
}

function drawBox({ box, at, width, height, title, text }: PlacedBox): string {
  const paint = palette[box.kind];
  const radius = box.kind === 'choice' || box.kind === 'call' ? 20 : 10;
  let y = at.y + padding.y + 9;
  const rows = [
    line(
      box.label.toUpperCase(),
      { x: at.x + padding.x, y },
      `font-size="${fonts.label.sizePx}" letter-spacing="0.6" fill="${paint.label}"`,
    ),
  ];
  y += lineHeights.label + 3;
  for (const each of title) {
    rows.push(
      line(
        each,
        { x: at.x + padding.x, y },
        `font-size="${fonts.title.sizePx}" font-weight="700" fill="${paint.text}"`,
      ),
    );
    y += lineHeights.title;
  }
  y += title.length > 0 ? 1 : -2;
  for (const each of text) {
    rows.push(line(each, { x: at.x + padding.x, y }, `font-size="${fonts.text.sizePx}" fill="${paint.text}"`));
    y += lineHeights.text;
  }
  return `<g><rect x="${round(at.x)}" y="${round(at.y)}" width="${round(width)}" height="${round(height)}" rx="${radius}" fill="${paint.fill}" stroke="${paint.line}" stroke-width="1.4"/>${rows.join('')}</g>`;
}

/** From point to point with upright ends, so that it leaves and comes in straight. */
function drawLine({ arrow, points }: PlacedArrow): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let before = first;
  const curves = rest.map(point => {
    const middle = round((before.y + point.y) / 2);
    const curve = `C${round(before.x)} ${middle} ${round(point.x)} ${middle} ${round(point.x)} ${round(point.y)}`;
    before = point;
    return curve;
  });
  const look = arrow.fault
    ? `stroke="${ink.fault}" stroke-dasharray="5 4" marker-end="url(#fault)"`
    : `stroke="${ink.arrow}" marker-end="url(#arrow)"`;
  return `<path d="M${round(first.x)} ${round(first.y)} ${curves.join(' ')}" fill="none" stroke-width="1.5" ${look}/>`;
}

function drawLabel({ arrow, labelAt, labelWidth }: PlacedArrow): string {
  if (arrow.label === undefined || !labelAt) return '';
  const colour = arrow.fault ? ink.fault : ink.subtitle;
  const back = `<rect x="${round(labelAt.x - labelWidth / 2)}" y="${round(labelAt.y - 10)}" width="${round(labelWidth)}" height="20" rx="10" fill="${ink.paper}"/>`;
  return `${back}${line(arrow.label, { x: labelAt.x, y: labelAt.y + 4 }, `font-size="${fonts.arrow.sizePx}" text-anchor="middle" fill="${colour}"`)}`;
}

function line(text: string, { x, y }: Point, look: string): string {
  return `<text x="${round(x)}" y="${round(y)}" ${look}>${escapeXml(text)}</text>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, sign => ENTITIES[sign] ?? sign);
}
