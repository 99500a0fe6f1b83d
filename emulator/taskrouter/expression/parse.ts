import { tokenize, type Token, type TokenKind } from './tokens';
import type { Operand, Tree } from './tree';

/** An expression that breaks the grammar. The message is worded as the parser generator words it that Twilio uses (ANTLR). */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** Parentheses within parentheses: more is refused, before the call stack gives in. */
const MAX_DEPTH = 200;
const OPERAND_KINDS: readonly TokenKind[] = ['[', 'STRING', 'NUMBER', 'BOOLEAN', 'KEY'];

/**
 * The tree of an expression: comparisons joined by AND (binds tighter) and OR, grouped by parentheses.
 * Throws ExpressionError; an empty expression is one.
 */
export function parse(source: string): Tree {
  const { tokens, unrecognized } = tokenize(source);
  const parser = new Parser(tokens);
  const tree = parser.alternatives(0);
  parser.expect('<EOF>');
  if (unrecognized[0] !== undefined) throw new ExpressionError(`token recognition error at: '${unrecognized[0]}'`);
  return tree;
}

class Parser {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  /** comparison (OR comparison)* */
  alternatives(depth: number): Tree {
    return this.joined('OR', () => this.joined('AND', () => this.group(depth)));
  }

  /** Takes a token of this kind. */
  expect(kind: TokenKind): Token {
    const token = this.peek();
    if (token.kind !== kind) throw this.unexpected([kind]);
    this.at += 1;
    return token;
  }

  private joined(word: 'AND' | 'OR', part: () => Tree): Tree {
    const first = part();
    const parts = [first];
    while (this.peek().kind === word) {
      this.at += 1;
      parts.push(part());
    }
    return parts.length === 1 ? first : { kind: word === 'AND' ? 'and' : 'or', parts };
  }

  private group(depth: number): Tree {
    if (depth > MAX_DEPTH)
      throw new ExpressionError(`no viable alternative at input '(' (nested more than ${MAX_DEPTH} deep)`);
    if (this.peek().kind !== '(') return this.comparison();
    this.at += 1;
    const tree = this.alternatives(depth + 1);
    this.expect(')');
    return tree;
  }

  private comparison(): Tree {
    const left = this.operand(['(', ...OPERAND_KINDS]);
    const operator = this.expect('OPERATOR').text.toUpperCase().replace(/\s+/g, ' ');
    return { kind: 'comparison', operator, left, right: this.operand(OPERAND_KINDS) };
  }

  private operand(expected: readonly TokenKind[]): Operand {
    const { kind, text } = this.peek();
    if (!OPERAND_KINDS.includes(kind)) throw this.unexpected(expected);
    this.at += 1;
    if (kind === '[') return { kind: 'array', items: this.items() };
    if (kind === 'KEY') return { kind: 'key', path: text.replaceAll(']', '').split(/[.[]/) };
    return { kind: 'constant', value: constant(kind, text) };
  }

  /** What stands between the brackets of an array; takes the closing one. */
  private items(): Operand[] {
    const items: Operand[] = [];
    while (this.peek().kind !== ']') {
      if (items.length > 0) this.expect(',');
      items.push(this.operand(OPERAND_KINDS.slice(1)));
    }
    this.expect(']');
    return items;
  }

  private peek(ahead = 0): Token {
    return this.tokens[this.at + ahead] ?? { kind: '<EOF>', text: '<EOF>' };
  }

  /** ANTLR calls input extraneous when leaving it out would do, and mismatched otherwise. */
  private unexpected(expected: readonly TokenKind[]): ExpressionError {
    const token = this.peek();
    const wanted = expected.map(kind => (/^\w/.test(kind) || kind === '<EOF>' ? kind : `'${kind}'`));
    const set = wanted.length === 1 ? wanted.join('') : `{${wanted.join(', ')}}`;
    const leavingOutHelps = token.kind !== '<EOF>' && expected.includes(this.peek(1).kind);
    return new ExpressionError(
      `${leavingOutHelps ? 'extraneous' : 'mismatched'} input '${token.text}' expecting ${set}`,
    );
  }
}

function constant(kind: TokenKind, text: string): string | number | boolean {
  if (kind === 'NUMBER') return Number(text);
  if (kind === 'BOOLEAN') return text.toLowerCase() === 'true';
  return text.slice(1, -1).replace(/\\([^])/g, '$1');
}
