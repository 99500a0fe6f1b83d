import { elementsOf, parseTwiml, rawTextOf, textOf } from './element';

test('reads elements, attributes and text in order', () => {
  const response = parseTwiml(
    '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Say voice="alice">Hi &amp;\n bye</Say><Pause length="2"/></Response>',
  );
  const [say, pause] = elementsOf(response);
  expect(say && textOf(say)).toBe('Hi & bye');
  expect(say?.attributes).toEqual({ voice: 'alice' });
  expect(pause).toMatchObject({ name: 'Pause', attributes: { length: '2' } });
});

test('keeps the white space of JSON', () => {
  const [task] = elementsOf(parseTwiml('<Response><Task>{"name":"A  B"}</Task></Response>'));
  expect(task && rawTextOf(task)).toBe('{"name":"A  B"}');
});

test.each([
  ['', 12100],
  ['not xml', 12100],
  ['<Response><Say>Hi</Response>', 12100],
  ['<Response><Say>a & b</Say></Response>', 12100],
  ['<response/>', 12102],
  [`<Response><Say>${'x'.repeat(70_000)}</Say></Response>`, 11750],
])('refuses %.40s with %i', (xml, code) => {
  expect(() => parseTwiml(xml)).toThrow(expect.objectContaining({ code }) as Error);
});
