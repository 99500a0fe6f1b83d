/** A parsed expression. */
export type Tree =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Tree[] }
  | { readonly kind: 'comparison'; readonly operator: string; readonly left: Operand; readonly right: Operand };

export type Operand =
  | { readonly kind: 'constant'; readonly value: string | number | boolean }
  /** `a.b[2]` is ["a", "b", "2"]. */
  | { readonly kind: 'key'; readonly path: readonly string[] }
  | { readonly kind: 'array'; readonly items: readonly Operand[] };
