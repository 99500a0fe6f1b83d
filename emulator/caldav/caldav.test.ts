import type { Method } from '../contract';
import { createDispatcher } from '../gateway/dispatcher';
import { testWorld } from '../testing/world';
import { createCaldav } from './caldav';

const url = 'https://caldav.example.org/desk/';
const options = { url, username: 'desk', password: 'secret' };
const authorization = `Basic ${Buffer.from('desk:secret').toString('base64')}`;
const event = (start: string, end: string): string =>
  `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:${start}\r\nDTEND:${end}\r\nSUMMARY:A & B\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
const ten = event('20261124T180000Z', '20261124T183000Z');
const range = (start: string, end: string): string =>
  `<c:calendar-query><c:filter><c:time-range start="${start}" end="${end}"/></c:filter></c:calendar-query>`;

function room() {
  const world = testWorld();
  const { product, calendar } = createCaldav(world, options);
  const dispatch = createDispatcher([product], world);
  const ask = (method: Method, name: string, { body = '', headers = {} }: { body?: string; headers?: object } = {}) =>
    dispatch(method, `${url}${name}`, { body: Buffer.from(body), headers: { authorization, ...headers } });
  return { ask, calendar };
}

test('an object is made once, read, and removed by who knows it', async () => {
  const { ask, calendar } = room();
  const once = { body: ten, headers: { 'if-none-match': '*' } };
  expect(await ask('PUT', 'a.ics', once)).toMatchObject({ status: 201 });
  expect(await ask('PUT', 'a.ics', once)).toMatchObject({ status: 412 });
  const { headers, body } = await ask('GET', 'a.ics');
  expect(body).toBe(ten);
  expect(await ask('DELETE', 'a.ics', { headers: { 'if-match': '"other"' } })).toMatchObject({ status: 412 });
  expect(calendar.objects()).toEqual([{ name: 'a', text: ten }]);
  expect(await ask('DELETE', 'a.ics', { headers: { 'if-match': headers?.['etag'] } })).toMatchObject({ status: 204 });
  expect(await ask('GET', 'a.ics')).toMatchObject({ status: 404 });
});

test('a query answers with what touches its span', async () => {
  const { ask } = room();
  await ask('PUT', 'a.ics', { body: ten });
  const found = await ask('REPORT', '', { body: range('20261124T181500Z', '20261124T190000Z') });
  expect(found.status).toBe(207);
  expect(JSON.stringify(found.body)).toContain('<href>/desk/a.ics</href>');
  expect(JSON.stringify(found.body)).toContain('A &amp; B');
  const later = await ask('REPORT', '', { body: range('20261124T183000Z', '20261124T190000Z') });
  expect(JSON.stringify(later.body)).not.toContain('href');
});

test.each([
  ['a wrong password', 'GET', 'a.ics', { headers: { authorization: 'Basic eA==' } }, 401],
  ['recurrence by seconds', 'PUT', 'a.ics', { body: ten.replace('UID', 'RRULE:FREQ=SECONDLY\r\nUID') }, 501],
  ['a zone of its own', 'PUT', 'a.ics', { body: ten.replace(/DTSTART:(.*)Z/, 'DTSTART;TZID=Ours:$1') }, 501],
  ['no event', 'PUT', 'a.ics', { body: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n' }, 501],
  ['a span without an end', 'REPORT', '', { body: '<c:calendar-query/>' }, 501],
  ['another report', 'REPORT', '', { body: '<sync-collection/>' }, 501],
] as const)('%s is refused', async (_name, method, name, given, status) => {
  expect(await room().ask(method, name, given)).toMatchObject({ status });
});
