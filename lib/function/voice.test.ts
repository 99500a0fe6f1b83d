import twilio from 'twilio';
import { sampleClient } from '../config/client.fake';
import type { SpeechOptions, VoiceStep } from '../voice-steps';
import { toTwiml } from './voice';

beforeAll(() => {
  Object.assign(globalThis, { Twilio: { twiml: twilio.twiml } });
});

const written = (...steps: VoiceStep[]): string =>
  toTwiml(steps, sampleClient())
    .toString()
    .replace(/^.*<Response>|<\/Response>$/g, '');

const listen = { action: '/assistant/heard?turn=3', timeoutSeconds: 5, interruptible: true, hear: [{ say: 'Yes?' }] };

test('words and keys are asked for, and silence is an answer', () => {
  const speech = { language: 'en-US', hints: ['Dr. Osei', 'Elm, Street'], speechTimeoutSeconds: 'auto' } as const;
  expect(written({ listen: { ...listen, speech } })).toBe(
    '<Gather input="dtmf speech" action="/assistant/heard?turn=3" method="POST" timeout="5" actionOnEmptyResult="true" ' +
      'language="en-US" speechTimeout="auto" hints="Dr. Osei,Elm  Street">' +
      '<Say voice="Polly.Joanna-Neural" language="en-US">Yes?</Say></Gather>',
  );
});

test('a speech model comes with a number of seconds; with "auto" it does not compile', () => {
  const speech: SpeechOptions = { language: 'en-US', speechModel: 'phone_call', speechTimeoutSeconds: 2 };
  expect(written({ listen: { ...listen, speech } })).toContain('speechTimeout="2" speechModel="phone_call"');
  // @ts-expect-error -- Twilio's error 13327
  const refused: SpeechOptions = { language: 'en-US', speechModel: 'phone_call', speechTimeoutSeconds: 'auto' };
  expect(refused).toBeDefined();
});

test('keys alone, heard out to the end', () => {
  expect(written({ listen: { ...listen, mostKeys: 1, interruptible: false } })).toMatch(
    /^<Gather input="dtmf" action="[^"]*" method="POST" timeout="5" actionOnEmptyResult="true" numDigits="1" bargeIn="false">/,
  );
});

test('another language than the client’s, with a voice or without', () => {
  const hola = (voice?: string): VoiceStep => ({ say: 'Hola', spokenIn: { language: 'es-US', voice } });
  expect(written(hola('Polly.Lupe-Neural'), hola())).toBe(
    '<Say voice="Polly.Lupe-Neural" language="es-US">Hola</Say><Say language="es-US">Hola</Say>',
  );
});

test('a turn is recorded without a beep', () => {
  expect(written({ recordTurn: { action: '/assistant/recorded', maxSeconds: 20, silenceSeconds: 2 } })).toBe(
    '<Record action="/assistant/recorded" method="POST" maxLength="20" timeout="2" trim="trim-silence" playBeep="false"/>',
  );
});

test('a phone of a PBX is rung, with what it should know in headers', () => {
  const headers = { 'X-Linekit-Call': 'CA1', 'X-Linekit-Summary': 'A & B "ask"?' };
  const dialSip = { sip: 'sip:2001@pbx.example', headers, action: '/assistant/transferred', ringSeconds: 20 } as const;
  expect(written({ dialSip })).toBe(
    '<Dial action="/assistant/transferred" method="POST" timeout="20">' +
      '<Sip>sip:2001@pbx.example?X-Linekit-Call=CA1&amp;X-Linekit-Summary=A%20%26%20B%20%22ask%22%3F</Sip></Dial>',
  );
});
