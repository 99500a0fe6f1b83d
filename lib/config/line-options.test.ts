import { sampleClient } from './client.fake';
import { lineOptions } from './line-options';

test('the options of a line, with or without a menu', () => {
  const client = sampleClient();
  const { waiting, afterHours, callback, prompts, menu } = client;
  expect(lineOptions(client)).toEqual({ waiting, afterHours, callback, prompts, menu });
  expect(lineOptions(sampleClient({ menu: undefined })).menu).toBeUndefined();
});

test('what the file lacks is named', () => {
  const lacking = sampleClient({ afterHours: undefined, prompts: undefined });
  expect(() => lineOptions(lacking)).toThrow('clients/sample.yaml has no afterHours, prompts: a line with options');
});
