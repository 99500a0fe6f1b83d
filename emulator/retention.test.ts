import { createBus } from './bus';
import { forgetOld, keepBounded, RETENTION, type RetentionRule } from './retention';
import { createStore } from './store';

const RULE: RetentionRule = {
  collection: 'runs',
  most: 3,
  isOver: ({ status }) => status === 'ended',
  along: [{ collection: 'steps', by: 'run_sid' }],
};

function filled() {
  const store = createStore();
  const runs = store.collection<{ sid: string; status: string }>('runs');
  const steps = store.collection<{ sid: string; run_sid: string }>('steps');
  for (const number of [1, 2, 3, 4, 5, 6]) {
    runs.insert({ sid: `R${number}`, status: number === 1 ? 'active' : 'ended' });
    steps.insert({ sid: `S${number}`, run_sid: `R${number}` });
  }
  return { store, runs, steps };
}

test('the oldest that are over go, and what belongs to them; what goes on stays', () => {
  const { store, runs, steps } = filled();
  forgetOld(store, RULE);
  expect(runs.all().map(({ sid }) => sid)).toEqual(['R1', 'R4', 'R5', 'R6']);
  expect(steps.all().map(({ sid }) => sid)).toEqual(['S1', 'S4', 'S5', 'S6']);
});

test('it is looked after once in five hundred calls', () => {
  const { store, runs } = filled();
  const bus = createBus();
  const stop = keepBounded({ bus, store }, [RULE]);
  const end = (calls: number): void => {
    for (let call = 0; call < calls; call += 1)
      bus.emit('call-ended', { accountSid: '', callSid: '', status: 'completed' });
  };
  end(499);
  expect(runs.all()).toHaveLength(6);
  end(1);
  expect(runs.all()).toHaveLength(4);
  stop();
});

test.each(RETENTION)('$collection: whatever is over is known by its record', ({ isOver, collection }) => {
  const over: Readonly<Record<string, object>> = {
    'api.calls': { end_time: '2026-03-02T15:00:00.000Z' },
    'api.messages': { status: 'delivered' },
    'studio.executions': { status: 'ended' },
  };
  const live: Readonly<Record<string, object>> = {
    'api.calls': { end_time: null },
    'api.messages': { status: 'sent' },
  };
  expect(isOver({ sid: 'X', ...(over[collection] ?? { status: 'completed' }) })).toBe(true);
  const isLive = !isOver({ sid: 'X', ...(live[collection] ?? { status: 'active' }) });
  const diaries = ['mailgun.mails', 'studio.calls'];
  expect(isLive).toBe(!diaries.includes(collection));
});
