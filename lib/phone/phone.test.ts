import { callerName, callerNumber, isPhoneNumber } from '.';

test.each([
  ['+12025550142', '+12025550142'],
  [' +442079460000 ', '+442079460000'],
  ['anonymous', undefined],
  ['Anonymous', undefined],
  ['+266696687', undefined],
  ['+7378742833', undefined],
  ['sip:clinic@example.com', undefined],
  ['', undefined],
])('callerNumber(%j) is %j', (from, expected) => {
  expect(callerNumber(from)).toBe(expected);
});

test.each(['2025550142', '+0123456789', '+1', '+1202555014200000', '+1202555014a'])('%j is no E.164 number', text => {
  expect(isPhoneNumber(text)).toBe(false);
});

test.each([
  ['+12025550142', '+12025550142'],
  ['sip:clinic@example.com', 'sip:clinic@example.com'],
  ['client:reception', 'client:reception'],
  [' Restricted', undefined],
  ['+266696687', undefined],
  ['', undefined],
])('the caller of %j is called %j', (from, expected) => {
  expect(callerName(from)).toBe(expected);
});
