import { functionsOf } from './flow-functions';

test("all that a flow asks: by URL in any property, by SID, and at other people's", () => {
  const flow = {
    states: [
      { name: 'Trigger' },
      { properties: { function_sid: 'ZH1', url: 'https://linekit-1-dev.twil.io/lines/now' } },
      { properties: { waitUrl: 'https://linekit-1-dev.twil.io/lines/wait?a=1', nested: [{ say: 'hello' }] } },
      { properties: { url: 'https://linekit-1-dev.twil.io/lines/now', callback: 'https://old-2-dev.twil.io/x' } },
      { properties: { url: 'https://linekit-1-dev.twil.io/voicemail/recorded?executionSid={{flow.sid}}' } },
      { properties: { url: 'https://crm.example.org/hook' } },
    ],
  };
  expect(functionsOf(flow, 'linekit-1-dev.twil.io')).toEqual({
    paths: ['/lines/now', '/lines/wait', '/voicemail/recorded'],
    sids: ['ZH1'],
    elsewhere: ['https://old-2-dev.twil.io/x'],
  });
  expect(functionsOf('no flow', 'x')).toEqual({ paths: [], sids: [], elsewhere: [] });
});
