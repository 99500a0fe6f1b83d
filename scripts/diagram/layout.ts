import { graphlib, layout, type EdgeLabel, type GraphLabel, type NodeLabel } from '@dagrejs/dagre';
import type { Arrow, Box, Part } from './diagram';
import { breakText, textWidth, type Font } from './text-size';

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface PlacedBox {
  readonly box: Box;
  /** Of the top left corner. */
  readonly at: Point;
  readonly width: number;
  readonly height: number;
  readonly title: readonly string[];
  readonly text: readonly string[];
}
export interface PlacedArrow {
  readonly arrow: Arrow;
  readonly points: readonly Point[];
  /** Middle of the label; only with one. */
  readonly labelAt?: Point;
  readonly labelWidth: number;
}
export interface Placed {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly arrows: readonly PlacedArrow[];
}

export const fonts = {
  label: { sizePx: 10.5 },
  title: { sizePx: 14, bold: true },
  text: { sizePx: 12.5 },
  arrow: { sizePx: 12 },
} as const satisfies Record<string, Font>;
export const lineHeights = { label: 16, title: 19, text: 17 } as const;
export const padding = { x: 16, y: 12 } as const;

const MAX_TEXT_PX = 216;
const LABEL_HEIGHT = 20;
const PORT_GAP = 26;

type Graph = graphlib.Graph<GraphLabel, NodeLabel, EdgeLabel>;

/** Places boxes in rows, callers above and ends below, with as few crossings as dagre finds. The same part is placed the same way. */
export function place({ boxes, arrows }: Part): Placed {
  const sized = new Map(boxes.map(box => [box.id, size(box)]));
  const graph: Graph = new graphlib.Graph<GraphLabel, NodeLabel, EdgeLabel>({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 30, ranksep: 56, edgesep: 24, ranker: 'network-simplex' });
  for (const [id, { width, height }] of sized) graph.setNode(id, { width, height });
  arrows.forEach(({ from, to, label }, index) => {
    const space = label === undefined ? { width: 0, height: 0 } : { width: labelWidth(label), height: LABEL_HEIGHT };
    graph.setEdge({ v: from, w: to, name: String(index) }, { ...space, labelpos: 'c' });
  });
  layout(graph);
  const placed = [...sized].map(([id, box]): PlacedBox => {
    const { x = 0, y = 0 } = graph.node(id);
    return { ...box, at: { x: x - box.width / 2, y: y - box.height / 2 } };
  });
  const { width = 0, height = 0 } = graph.graph();
  return { width, height, boxes: placed, arrows: placeArrows(arrows, placed, graph) };
}

function size(box: Box): Omit<PlacedBox, 'at'> {
  const title = breakText(box.title, fonts.title, MAX_TEXT_PX);
  const text = (box.text ?? []).flatMap(each => breakText(each, fonts.text, MAX_TEXT_PX));
  const widths = [
    textWidth(box.label.toUpperCase(), fonts.label) * 1.1,
    ...title.map(line => textWidth(line, fonts.title)),
    ...text.map(line => textWidth(line, fonts.text)),
  ];
  const gap = text.length > 0 && title.length > 0 ? 3 : 0;
  const height = 2 * padding.y + lineHeights.label + title.length * lineHeights.title + text.length * lineHeights.text;
  return { box, title, text, width: Math.max(96, ...widths) + 2 * padding.x, height: height + gap };
}

export function labelWidth(label: string): number {
  return textWidth(label, fonts.arrow) + 12;
}

/** Arrows leave below and come in above, side by side, in the order of where they lead: no two share a line at a box. */
function placeArrows(arrows: readonly Arrow[], boxes: readonly PlacedBox[], graph: Graph): PlacedArrow[] {
  const box = (id: string) => boxes.find(each => each.box.id === id);
  const routes = arrows.map(({ from, to }, index) => graph.edge({ v: from, w: to, name: String(index) }));
  const inner = routes.map(route => (route.points ?? []).slice(1, -1));
  const near = (index: number, end: 'first' | 'last'): number =>
    (end === 'first' ? inner[index]?.[0] : inner[index]?.at(-1))?.x ?? 0;
  const port = (id: string, index: number, end: 'from' | 'to'): Point => {
    const side = arrows.flatMap((each, at) => (each[end] === id ? [at] : []));
    const order = side.sort(
      (a, b) => near(a, end === 'from' ? 'first' : 'last') - near(b, end === 'from' ? 'first' : 'last'),
    );
    const place = box(id);
    const { at = { x: 0, y: 0 }, width = 0, height = 0 } = place ?? {};
    const gap = Math.min(PORT_GAP, (width - 2 * padding.x) / Math.max(1, order.length));
    const shift = (order.indexOf(index) - (order.length - 1) / 2) * gap;
    return { x: at.x + width / 2 + shift, y: end === 'from' ? at.y + height : at.y };
  };
  return arrows.map((arrow, index) => {
    const route = routes[index];
    const points = [port(arrow.from, index, 'from'), ...(inner[index] ?? []), port(arrow.to, index, 'to')];
    const labelled = arrow.label !== undefined && route?.x !== undefined && route.y !== undefined;
    return {
      arrow,
      points,
      labelWidth: arrow.label === undefined ? 0 : labelWidth(arrow.label),
      ...(labelled && { labelAt: { x: route.x ?? 0, y: route.y ?? 0 } }),
    };
  });
}
