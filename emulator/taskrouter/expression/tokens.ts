/** What the lexer of TaskRouter's expression language tells apart; the names are those that stand in its error messages. */
export type TokenKind =
  'KEY' | 'STRING' | 'NUMBER' | 'BOOLEAN' | 'OPERATOR' | 'AND' | 'OR' | '(' | ')' | '[' | ']' | ',' | '<EOF>';

export interface Token {
  readonly kind: TokenKind;
  /** As it stands in the source; "<EOF>" at the end. */
  readonly text: string;
}

/** Tried in this order at each place. Words are matched whatever their case: `not in` is as good as `NOT IN`. */
const RULES: readonly (readonly [TokenKind, RegExp])[] = [
  ['STRING', /"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'/y],
  ['NUMBER', /-?\d+(?:\.\d+)?/y],
  ['OPERATOR', /==|!=|>=|<=|>|<|(?:NOT\s+IN|HAS|IN|CONTAINS)(?![\p{L}\p{N}_$.])/iuy],
  ['AND', /AND(?![\p{L}\p{N}_$.])/iuy],
  ['OR', /OR(?![\p{L}\p{N}_$.])/iuy],
  ['BOOLEAN', /(?:true|false)(?![\p{L}\p{N}_$.])/iuy],
  ['KEY', /[\p{L}_$][\p{L}\p{N}_$]*(?:\.[\p{L}\p{N}_$]+|\[\d+\])*/uy],
];
const PUNCTUATION: ReadonlySet<string> = new Set(['(', ')', '[', ']', ',']);
const SPACE = /\s+/y;

export interface Lexed {
  /** Ends with `<EOF>`. */
  readonly tokens: readonly Token[];
  /** What is no token, piece by piece. */
  readonly unrecognized: readonly string[];
}

/**
 * Cuts an expression into tokens.
 * What is no token is left out, as Twilio's lexer does: the parser then complains about what follows. A character that could have begun a longer
 * token takes the next one with it (`skill-level > 3` is refused with "extraneous input 'evel' expecting OPERATOR").
 */
export function tokenize(source: string): Lexed {
  const tokens: Token[] = [];
  const unrecognized: string[] = [];
  for (let at = 0; at < source.length;) {
    const token = tokenAt(source, at);
    const skipped = token ? '' : unknownAt(source, at);
    if (token) tokens.push(token);
    else if (skipped.trim() !== '') unrecognized.push(skipped);
    at += token ? token.text.length : skipped.length;
  }
  return { tokens: [...tokens, { kind: '<EOF>', text: '<EOF>' }], unrecognized };
}

/** White space, or what the lexer gives up on. */
function unknownAt(source: string, at: number): string {
  const spaceLength = lengthAt(SPACE, source, at);
  return source.slice(at, at + (spaceLength || ('-=!'.includes(source.charAt(at)) ? 2 : 1)));
}

function tokenAt(source: string, at: number): Token | undefined {
  for (const [kind, pattern] of RULES) {
    const length = lengthAt(pattern, source, at);
    if (length > 0) return { kind, text: source.slice(at, at + length) };
  }
  const character = source.charAt(at);
  return isPunctuation(character) ? { kind: character, text: character } : undefined;
}

function isPunctuation(character: string): character is '(' | ')' | '[' | ']' | ',' {
  return PUNCTUATION.has(character);
}

function lengthAt(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0].length ?? 0;
}
