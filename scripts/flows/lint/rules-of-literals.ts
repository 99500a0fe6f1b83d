import type { FindingCode, Remark } from './finding';
import { stringsOf, type FlowState, type StringAt } from './flow-source';

/** What a flow says or understands. */
const SPOKEN = new Set(['say', 'welcome_greeting', 'body', 'hints']);
const VOICES = new Set(['voice', 'language', 'gather_language']);

interface LiteralRule {
  readonly code: FindingCode;
  readonly pattern: RegExp;
  readonly message: (found: string) => string;
  readonly fix: string;
}

const RULES: readonly LiteralRule[] = [
  {
    code: 'SID_IN_FLOW',
    pattern: /\b[A-Z]{2}[0-9a-f]{32}\b/,
    message: found => `${found} is of one account.`,
    fix: 'Take a placeholder: ${workflow_sid}, ${function_sid_…} and so on.',
  },
  {
    code: 'HOST_IN_FLOW',
    pattern: /\b(?:https?|wss?):\/\/(?!\$\{functions_domain\})[^\s"'/]+/i,
    message: found => `${found} is a host of its own.`,
    fix: 'Ask a function at https://${functions_domain}/…, or serve the file from assets/.',
  },
  {
    code: 'ADDRESS_IN_FLOW',
    pattern: /\+[1-9]\d{6,14}\b|[\w.+-]+@[\w-]+\.[\w.-]+/,
    message: found => `${found} is an address of one client.`,
    fix: "Keep it in the client's file and read it from a function.",
  },
];

/** Words, voices, SIDs, hosts and addresses that belong to a client's file or to an account. */
export function literalRemarks(state: FlowState, index: number): Remark[] {
  return stringsOf(state, index).flatMap(each => [
    ...words(each).map(remark => ({ state: state.name, path: each.path, ...remark })),
    ...RULES.flatMap(({ code, pattern, message, fix }) => {
      const found = pattern.exec(each.text)?.[0];
      return found === undefined ? [] : [{ state: state.name, path: each.path, code, message: message(found), fix }];
    }),
  ]);
}

function words({ property, text }: StringAt): Pick<Remark, 'code' | 'message' | 'fix'>[] {
  const own = text.replace(/\{\{.*?\}\}|\{%.*?%\}|\$\{[^}]*\}/gs, ' ').trim();
  if (!/\p{L}/u.test(own)) return [];
  if (SPOKEN.has(property)) {
    const message = `"${own.length > 60 ? `${own.slice(0, 57)}…` : own}" stands in the flow.`;
    const fix =
      "Words belong in the client's file: say {{widgets.….parsed.…}}, or ${apology} where no function answers.";
    return [{ code: 'WORDS_IN_FLOW', message, fix }];
  }
  if (!VOICES.has(property)) return [];
  return [
    {
      code: 'VOICE_IN_FLOW',
      message: `${property} is ${own}, for every client.`,
      fix: 'Take ${voice} and ${language}.',
    },
  ];
}
