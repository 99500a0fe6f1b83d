import { TEST_ACCOUNT_SID } from '../testing/world';
import { testLine } from '../voice/testing/test-line';

interface Trouble {
  readonly sid: string;
  readonly log: string;
  readonly error_code: string;
  readonly message_text: string;
}
interface Told {
  readonly notifications: readonly Trouble[];
}

test('what is wrong with a document is told: warnings and errors, with the request and the answer', async () => {
  const line = await testLine({
    '/voice': '<Say loop="x">Hello</Say><Redirect>/broken</Redirect>',
    '/broken': '<Say>',
  });
  const { call } = await line.call([]);
  const path = `/Calls/${call.sid}/Notifications`;
  const { notifications } = (await line.api('GET', `${path}.json`)).body as Told;
  expect(notifications.map(({ log, error_code: code }) => [log, code])).toEqual([
    ['0', '12100'],
    ['1', expect.stringMatching(/^\d+$/)],
  ]);
  expect((await line.api('GET', `/Notifications/${notifications[0]?.sid ?? ''}.json`)).body).toMatchObject({
    call_sid: call.sid,
    more_info: 'https://www.twilio.com/docs/errors/12100',
    request_method: 'POST',
    request_url: 'https://app.example/broken',
    request_variables: expect.stringContaining(`CallSid=${call.sid}`) as string,
    response_body: expect.stringContaining('<Say>') as string,
  });
  for (const [query, count] of [
    ['Log=1', 1],
    ['MessageDate=2026-03-02', 2],
    [`${encodeURIComponent('MessageDate<')}=2026-03-01`, 0],
  ] as const)
    expect((await line.api('GET', `${path}.json?${query}`)).body).toMatchObject({ notifications: { length: count } });
});

test('what was asked of the application in a call, oldest first, and what it answered', async () => {
  const line = await testLine({ '/voice': '<Gather numDigits="1" action="/menu"/>', '/menu': '<Hangup/>' });
  const { call } = await line.call([
    { do: 'listen', until: { ms: 500 } },
    { do: 'press', digits: '1' },
  ]);
  const { events } = (await line.api('GET', `/Calls/${call.sid}/Events.json`)).body as { events: readonly object[] };
  expect(events).toMatchObject([
    { request: { url: 'https://app.example/voice', method: 'POST', parameters: { call_sid: call.sid } } },
    {
      request: { url: 'https://app.example/menu', parameters: { digits: '1' } },
      response: {
        response_code: 200,
        content_type: 'text/xml',
        response_body: expect.stringContaining('<Hangup/>') as string,
      },
    },
  ]);
});

test('of many the newest are kept', async () => {
  const line = await testLine({ '/voice': '<Hangup/>' });
  const { world } = line;
  const { call: first } = await line.call([]);
  const request = {
    accountSid: TEST_ACCOUNT_SID,
    method: 'POST',
    url: 'https://app.example/wait',
    parameters: {},
  } as const;
  for (let asked = 0; asked < 6000; asked += 1)
    await world.web.send({ ...request, kind: 'wait-url', callSid: first.sid });
  const { body } = await line.api('GET', `/Calls/${first.sid}/Events.json`);
  expect(body).toMatchObject({ events: { 0: { request: { url: 'https://app.example/wait' } } } });
  expect(world.store.collection('api.call_events').all().length).toBeLessThan(5500);
});
