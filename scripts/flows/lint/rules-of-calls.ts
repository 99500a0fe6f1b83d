import { functionSidName } from '../flow-values';
import type { Remark } from './finding';
import type { FlowState } from './flow-source';
import { callsOf, namedFunctionSid, type FunctionCall, type Given } from './function-calls';
import type { FunctionInputs } from './function-inputs';

/** URLs and parameters of one widget against what the built functions take. */
export function callRemarks(state: FlowState, index: number, functions: readonly FunctionInputs[]): Remark[] {
  return callsOf(state, index).flatMap(call => {
    const called = functions.find(({ path }) => path === call.function);
    if (!called) return [unknownFunction(call, functions)];
    return [
      ...mismatch(call, index),
      ...missing(call, called),
      ...call.given.flatMap(each => judge(each, call, called)),
    ];
  });
}

function unknownFunction({ state, path, function: name }: FunctionCall, functions: readonly FunctionInputs[]): Remark {
  const known = functions.map(each => each.path).join(', ');
  return {
    state: state.name,
    path,
    code: 'FUNCTION_UNKNOWN',
    message: `No function answers ${name}.`,
    fix: `Take one of ${known}, or add functions${name}.ts.`,
  };
}

/** Studio calls the URL and its editor shows the SID: both must name the same function. */
function mismatch(call: FunctionCall, index: number): Remark[] {
  const named = namedFunctionSid(call.state);
  const wanted = `\${${functionSidName(call.function)}}`;
  if (call.state.type !== 'run-function' || named === wanted) return [];
  return [
    {
      state: call.state.name,
      path: `#/states/${index}/properties/function_sid`,
      code: 'FUNCTION_MISMATCH',
      message: `function_sid is ${named || 'missing'}, but the URL asks ${call.function}.`,
      fix: `Write "${wanted}".`,
    },
  ];
}

function missing(call: FunctionCall, called: FunctionInputs): Remark[] {
  const names = new Set([...call.automatic, ...call.given.map(each => each.name)]);
  return Object.entries(called.fields)
    .filter(([name, field]) => field.required && !names.has(name))
    .map(([name, field]) => ({
      state: call.state.name,
      path: call.path,
      code: 'PARAMETER_MISSING',
      message: `${called.path} needs ${name} (${field.expected}), and nothing gives it.`,
      fix: call.byParameters ? `Add ${name} to the parameters.` : `Add ?${name}=… to the URL.`,
    }));
}

function judge(given: Given, call: FunctionCall, called: FunctionInputs): Remark[] {
  const at = { state: call.state.name, path: given.path };
  const field = Object.hasOwn(called.fields, given.name) ? called.fields[given.name] : undefined;
  if (!field) {
    const names = Object.keys(called.fields).join(', ') || 'none';
    return [
      {
        ...at,
        code: 'PARAMETER_UNKNOWN',
        message: `${called.path} does not read ${given.name}; it reads ${names}.`,
        fix: `Take it away, or add it to \`fields\` in ${called.source}.`,
      },
    ];
  }
  const isLiteral = !/\{\{|\{%|\$\{/.test(given.value);
  if (!isLiteral || field.parse(given.value.trim()) !== undefined) return [];
  return [
    {
      ...at,
      code: 'PARAMETER_MALFORMED',
      message: `${called.path} refuses ${given.name} "${given.value}": it expects ${field.expected}.`,
      fix: 'Give what the function expects.',
    },
  ];
}
