import type { Callee } from '../../callee';
import { heardIn, testLine, type TestLine } from '../../testing/test-line';

function dialLine(callee: Callee, attributes = ''): Promise<TestLine> {
  return testLine(
    { '/voice': `<Dial action="/action" ${attributes}>+15550107777</Dial>`, '/action': '<Say>after</Say>' },
    { callees: () => callee },
  );
}

test('a callee who talks and hangs up: completed, with the length of the talk', async () => {
  const line = await dialLine({ do: 'answer', talkMs: 20_000 });
  const report = await line.call([]);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({
    DialCallStatus: 'completed',
    DialBridged: 'true',
    DialCallDuration: '20',
  });
  expect(heardIn(report)).toEqual(['after']);
  const { body } = await line.api('GET', `/Calls.json?ParentCallSid=${report.call.sid}`);
  expect(body).toMatchObject({
    calls: [{ direction: 'outbound-dial', to: '+15550107777', status: 'completed', duration: '20' }],
  });
});

test.each([
  [{ do: 'busy' }, 'busy'],
  [{ do: 'fail' }, 'failed'],
  [{ do: 'no-answer' }, 'no-answer'],
  [{ do: 'answer', afterMs: 12_000 }, 'no-answer'],
] as const)('%j within ten seconds: %s', async (callee, status) => {
  const line = await dialLine(callee, 'timeout="10"');
  const report = await line.call([]);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ DialCallStatus: status, DialBridged: 'false' });
  expect(Number(report.call.duration)).toBeLessThan(12);
});

test('the caller hangs up while it rings', async () => {
  const line = await dialLine({ do: 'answer' });
  await line.call([{ do: 'listen', until: { ms: 1000 } }, { do: 'hang-up' }]);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ DialCallStatus: 'canceled', CallStatus: 'completed' });
});

test.each(['<Dial><Conference>room</Conference></Dial>', '<Dial record="true">+15550107777</Dial>'])(
  'what is not there is said not to be: %s',
  async twiml => {
    const line = await testLine({ '/voice': twiml });
    expect(heardIn(await line.call([]))).toEqual(['We are sorry, an application error has occurred. Goodbye.']);
  },
);
