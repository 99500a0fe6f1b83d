import { join } from 'node:path';
import { emulateDate } from './emulated-date';
import { createKillSwitch } from './kill-switch';
import { createRequests } from './requests';
import { serveFunctions } from './serve-functions';

test('a connection never ends by itself: a process that was idle for a while is not taken for one that crashed', () => {
  const root = join(__dirname, '../../..');
  const server = serveFunctions(
    {
      socketPath: '',
      gatewayPort: 0,
      runtimeFolder: root,
      baseDir: root,
      domainName: 'idle-1234-dev.twil.io',
      environment: {},
      routes: { functions: [], assets: [] },
    },
    {
      date: emulateDate(),
      killSwitch: createKillSwitch(),
      requests: createRequests(),
      done: () => undefined,
      log: () => undefined,
    },
  );
  expect(server.keepAliveTimeout).toBe(0);
});
