import type { Descriptions } from './descriptions';

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A JSON Schema with what is known of its properties as their descriptions, for editors to show. */
export function described(node: Node, descriptions: Descriptions, path = ''): Node {
  const description = descriptions.get(path);
  const shown: Node = description === undefined ? { ...node } : { description, ...node };
  const at = (value: unknown, place: string): unknown =>
    isNode(value) ? described(value, descriptions, place) : value;
  if (isNode(node['properties'])) {
    shown['properties'] = Object.fromEntries(
      Object.entries(node['properties']).map(([key, value]) => [key, at(value, path === '' ? key : `${path}.${key}`)]),
    );
  }
  if (isNode(node['items'])) shown['items'] = at(node['items'], `${path}[]`);
  // The whole has the words, the ways in which it can be written have those of their own properties.
  if (Array.isArray(node['anyOf'])) {
    const ways: readonly unknown[] = node['anyOf'];
    shown['anyOf'] = ways.map(way => (isNode(way) ? withoutOwn(at(way, path), way) : way));
  }
  return shown;
}

function withoutOwn(shown: unknown, way: Node): unknown {
  if (!isNode(shown) || 'description' in way) return shown;
  const { description: _words, ...rest } = shown;
  return rest;
}
