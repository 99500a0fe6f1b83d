import { bounded } from './bounded';

test('a port whose vendor hangs is given up when the time is up; one that answers is as it was', async () => {
  const time = new AbortController();
  const port = {
    name: 'store',
    read: async (key: string) => `read ${key}`,
    hang: () => new Promise<string>(() => {}),
    fail: async () => Promise.reject(new Error('refused')),
  };
  const { name, read, hang, fail } = bounded(port, time.signal);
  expect(name).toBe('store');
  await expect(read('a')).resolves.toBe('read a');
  await expect(fail()).rejects.toThrow('refused');
  const hanging = hang();
  time.abort();
  await expect(hanging).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  await expect(hang()).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
});
