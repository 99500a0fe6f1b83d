import type { LinePlan } from '../../scripts/client/plan/plan';
import type { Situation } from '../../scripts/client/plan/situations';

/** What a plan says that a caller meets who goes that way, in order: words that are heard (keys may follow them), and the kind of every other step. `turns` decide at each fork. */
export function planned(line: LinePlan | undefined, situation: Situation, turns: readonly string[]): string[] {
  const met: string[] = [];
  const left = [...turns];
  let step = line?.steps[line.begins[situation]];
  while (step) {
    met.push(step.kind === 'hears' || step.kind === 'asks' ? step.words : step.kind);
    const [only, ...more] = step.ways;
    const turn = more.length > 0 ? left.shift() : undefined;
    const way = more.length > 0 ? step.ways.find(each => each.when === turn) : only;
    if (step.ways.length > 0 && !way) throw new Error(`no way "${turn}" from ${JSON.stringify(step)}`);
    step = way && line?.steps[way.to];
  }
  return met;
}
