import { CommandError } from '../../command-error';
import type { Finding, Remark } from './finding';
import { readFlowSource, type FlowSource } from './flow-source';
import type { FunctionInputs } from './function-inputs';
import { flowGraph } from './graph';
import { callRemarks } from './rules-of-calls';
import { placeholderRemarks, schemaRemarks } from './rules-of-form';
import { literalRemarks } from './rules-of-literals';
import { loopRemarks, unreachableRemarks } from './rules-of-paths';
import { silenceRemarks } from './rules-of-silence';
import { variableRemarks } from './rules-of-variables';
import { standIns } from './stand-ins';

/** Everything wrong with one file of flows/, in the order of its lines. Throws nothing for what the file says. */
export function lintFlow(file: string, text: string, functions: readonly FunctionInputs[]): Finding[] {
  let source: FlowSource;
  try {
    source = readFlowSource(file, text);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const fix = 'Export the flow from Studio again, or bring it by `npx linekit flows pull`.';
    return [{ file, line: 1, state: '', path: '#', code: 'NOT_A_FLOW', message: error.message, fix }];
  }
  return remarksOn(source, functions)
    .map(remark => ({ file, line: source.lineOf(remark.path), ...remark }))
    .sort((a, b) => a.line - b.line);
}

function remarksOn(source: FlowSource, functions: readonly FunctionInputs[]): Remark[] {
  const graph = flowGraph(source.template);
  const values = standIns(functions.map(each => each.path));
  return [
    ...placeholderRemarks(source, values),
    ...schemaRemarks(source, values),
    ...unreachableRemarks(graph),
    ...silenceRemarks(graph),
    ...loopRemarks(graph),
    ...variableRemarks(graph, functions),
    ...source.template.states.flatMap((state, index) => [
      ...callRemarks(state, index, functions),
      ...literalRemarks(state, index),
    ]),
  ];
}
