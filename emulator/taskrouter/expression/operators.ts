/** A value that an expression compares: what JSON can hold. A key that the document does not have is null. */
export type Value = unknown;

/** What each operator answers, keyed by its upper-case spelling. Source: twilio.com/docs/taskrouter/expression-syntax */
export const OPERATORS: Readonly<Record<string, (left: Value, right: Value) => boolean>> = {
  '==': scalars((left, right) => left === right),
  '!=': scalars((left, right) => left !== right),
  '>': ordered((left, right) => left > right),
  '>=': ordered((left, right) => left >= right),
  '<': ordered((left, right) => left < right),
  '<=': ordered((left, right) => left <= right),
  CONTAINS: scalars((left, right) => left !== null && right !== null && String(left).includes(String(right))),
  HAS: (left, right) => Array.isArray(left) && isScalar(right) && left.includes(right),
  IN: (left, right) => Array.isArray(right) && isScalar(left) && right.includes(left),
  'NOT IN': (left, right) => Array.isArray(right) && isScalar(left) && !right.includes(left),
};

type Scalar = string | number | boolean | null;

function isScalar(value: Value): value is Scalar {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** A scalar operator on an array answers false, `!=` too. Values of different types differ. */
function scalars(compare: (left: Scalar, right: Scalar) => boolean): (left: Value, right: Value) => boolean {
  return (left, right) => isScalar(left) && isScalar(right) && compare(left, right);
}

/** Two numbers, or two strings, have an order; nothing else has. */
function ordered(
  compare: (left: number | string, right: number | string) => boolean,
): (left: Value, right: Value) => boolean {
  return (left, right) => {
    if (typeof left === 'number' && typeof right === 'number') return compare(left, right);
    return typeof left === 'string' && typeof right === 'string' && compare(left, right);
  };
}
