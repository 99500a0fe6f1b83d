import { inProject } from '../project';
import { evalNames, loadEvals } from './read-eval';
import { runEval } from './run-eval';

const folder = inProject('evals');

test('there are evals, each with something to say about what must come of it', () => {
  const evals = loadEvals([]);
  expect(evals.length).toBeGreaterThanOrEqual(19);
  const topics = ['wrong-pin', 'injection', 'spanish', 'model-down', 'budget-used-up', 'hangs-up-in-booking'];
  expect(evals.map(each => each.name)).toEqual(expect.arrayContaining(topics));
});

test.each(evalNames(folder))('eval %s', async name => {
  const [one] = loadEvals([name]).filter(each => each.name === name);
  if (!one) throw new Error(`no eval ${name}`);
  const { checks } = await runEval(one);
  expect(checks.filter(each => !each.ok)).toEqual([]);
});
