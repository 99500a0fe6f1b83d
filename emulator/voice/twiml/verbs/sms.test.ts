import { CALLER_NUMBER, LINE_NUMBER, testLine } from '../../testing/test-line';

test('a message becomes a record that REST shows and whose progress is told; the action hears of it', async () => {
  const line = await testLine({
    '/voice': '<Sms action="/action" statusCallback="/progress">Call us back</Sms>',
    '/action': '',
    '/progress': '',
  });
  await line.call([]);
  await line.world.controls.advance(5000);
  const { parameters } = line.sentTo('/action')[0] ?? {};
  expect(parameters).toMatchObject({ SmsStatus: 'sent' });
  const { body } = await line.api('GET', `/Messages/${parameters?.['SmsSid'] ?? ''}.json`);
  expect(body).toMatchObject({ to: CALLER_NUMBER, from: LINE_NUMBER, body: 'Call us back', status: 'delivered' });
  expect(line.sentTo('/progress').map(request => request.parameters['MessageStatus'])).toEqual(['sent', 'delivered']);
});

test('what the API of messages refuses is invalid, with the warning that stands for it', async () => {
  const line = await testLine({ '/voice': '<Sms to="nobody at all" action="/action">Hi</Sms>', '/action': '' });
  const report = await line.call([]);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ SmsStatus: 'invalid' });
  expect(line.sentTo('/action')[0]?.parameters).not.toHaveProperty('SmsSid');
  expect(report.timeline).toContainEqual(expect.objectContaining({ detail: { code: 14101 } }) as unknown);
});
