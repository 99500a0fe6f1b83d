import { createLog } from '.';

function lines(showCallerData: boolean): string[] {
  const written: string[] = [];
  const log = createLog({ showCallerData, write: (_level, line) => written.push(line) });
  log.with({ callSid: 'CA1' }).info('voicemail delivered', { recordingSid: 'RE1', pii: { from: '+12025550142' } });
  return written;
}

test('caller data is redacted unless asked for', () => {
  expect(lines(false)).toEqual([
    '{"level":"info","message":"voicemail delivered","callSid":"CA1","recordingSid":"RE1","pii":"[redacted]"}',
  ]);
  expect(lines(true)[0]).toContain('+12025550142');
});
