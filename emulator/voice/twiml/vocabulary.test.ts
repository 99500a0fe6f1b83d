import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testLine } from '../testing/test-line';
import { VOCABULARY } from '../testing/vocabulary';
import { readAttributes } from './attributes';
import { parseTwiml } from './element';

const WW = `WW${'2'.repeat(32)}`;

/** Element, attribute, a right value, a wrong one, and Twilio's code for the wrong one (https://www.twilio.com/docs/api/errors). */
const TABLE: readonly (readonly [string, string, right: string, wrong: string, code: number])[] = [
  ['Say', 'loop', '0', '-1', 13510],
  ['Say', 'voice', 'Polly.Mía-Generative', 'the old man', 13511],
  ['Say', 'language', 'en-GB-WLS', 'english', 13512],
  ['Say', 'rate', '80%', 'quickly', 13513],
  ['Play', 'loop', '3', 'many', 13410],
  ['Play', 'digits', 'ww12*#A', '12?', 13430],
  ['Pause', 'length', '3', '0', 13910],
  ['Gather', 'input', 'speech dtmf', 'dtmf smell', 13326],
  ['Gather', 'action', '/next', 'http://', 11100],
  ['Gather', 'method', 'GET', 'PUT', 13312],
  ['Gather', 'timeout', '1', '-1', 13313],
  ['Gather', 'numDigits', '4', '0', 13314],
  ['Gather', 'finishOnKey', '', 'x', 13310],
  ['Gather', 'finishOnKey', '*', '*#', 13311],
  ['Gather', 'speechTimeout', 'auto', 'soon', 13327],
  ['Gather', 'maxSpeechTime', '30', '61', 13328],
  ['Gather', 'partialResultCallback', '/partial', 'ftp://example.com', 11100],
  ['Gather', 'partialResultCallbackMethod', 'GET', 'HEAD', 13329],
  ['Gather', 'hints', 'yes, no', `${'x'.repeat(101)}`, 13330],
  ['Gather', 'language', 'cmn-Hans-CN', 'chinese', 13331],
  ['Gather', 'bargeIn', 'false', 'maybe', 13332],
  ['Gather', 'profanityFilter', 'false', 'no', 13333],
  ['Gather', 'speechModel', 'deepgram_nova-3', 'best', 13334],
  ['Gather', 'actionOnEmptyResult', 'true', '1', 13338],
  ['Gather', 'enhanced', 'true', 'very', 13339],
  ['Record', 'action', 'https://app.example/a', 'mailto:a@example.com', 11100],
  ['Record', 'method', 'get', 'PATCH', 13610],
  ['Record', 'timeout', '9', '0', 13611],
  ['Record', 'maxLength', '14400', '14401', 13612],
  ['Record', 'finishOnKey', '12#', 'a', 13613],
  ['Record', 'transcribe', 'true', 'perhaps', 13614],
  ['Record', 'playBeep', 'false', 'off', 13616],
  ['Record', 'trim', 'do-not-trim', 'true', 13699],
  ['Record', 'recordingStatusCallback', '/r', 'http://', 13256],
  ['Record', 'recordingStatusCallbackMethod', 'GET', 'DELETE', 12200],
  ['Record', 'recordingStatusCallbackEvent', 'absent completed', 'gone', 13621],
  ['Record', 'transcribeCallback', '/t', 'http://', 13257],
  ['Redirect', 'method', 'GET', 'FETCH', 13710],
  ['Reject', 'reason', 'busy', 'asleep', 13810],
  ['Refer', 'action', '/r', 'http://', 11100],
  ['Refer', 'method', 'GET', 'SIP', 12200],
  ['Sms', 'action', '/s', 'http://', 11100],
  ['Sms', 'method', 'GET', 'PUT', 14104],
  ['Sms', 'statusCallback', '/s', 'http://', 14105],
  ['Connect', 'action', '/c', 'http://', 11100],
  ['Connect', 'method', 'GET', 'PUT', 12200],
  ['Pay', 'input', 'dtmf', 'speech', 64020],
  ['Pay', 'action', '/p', 'http://', 64016],
  ['Pay', 'statusCallback', '/s', 'http://', 11100],
  ['Pay', 'statusCallbackMethod', 'GET', 'PUT', 12200],
  ['Pay', 'paymentMethod', 'ach-debit', 'cash', 64020],
  ['Pay', 'bankAccountType', 'consumer-savings', 'swiss', 64020],
  ['Pay', 'timeout', '3', '0', 64020],
  ['Pay', 'maxAttempts', '3', '4', 64020],
  ['Pay', 'securityCode', 'false', 'no', 64020],
  ['Pay', 'postalCode', '94105', '?', 64020],
  ['Pay', 'minPostalCodeLength', '4', '0', 64020],
  ['Pay', 'tokenType', 'one-time', 'coin', 64020],
  ['Pay', 'chargeAmount', '20.45', '-0.5', 64003],
  ['Pay', 'currency', 'usd', '$', 64020],
  ['Pay', 'language', 'en-GB', 'english', 64020],
  ['Pay', 'validCardTypes', 'visa amex', 'visa store', 64020],
  ['Prompt', 'for', 'security-code', 'pin', 64020],
  ['Prompt', 'attempt', '1 2', '9', 64020],
  ['Prompt', 'cardType', 'visa', 'store', 64020],
  ['Prompt', 'errorType', 'timeout invalid-date', 'wrong', 64020],
  ['Prompt', 'requireMatchingInputs', 'true', 'twice', 64020],
  ['Dial', 'action', '/d', 'http://', 11100],
  ['Dial', 'method', 'GET', 'PUT', 13210],
  ['Dial', 'timeout', '600', '601', 13212],
  ['Dial', 'hangupOnStar', 'true', 'star', 13213],
  ['Dial', 'timeLimit', '60', '0', 13216],
  ['Dial', 'record', 'record-from-ringing-dual', 'always', 13217],
  ['Dial', 'sequential', 'true', 'in order', 13218],
  ['Dial', 'answerOnBridge', 'true', 'yes', 13219],
  ['Dial', 'ringTone', 'us-old', 'xx', 13220],
  ['Dial', 'trim', 'trim-silence', 'yes', 12200],
  ['Dial', 'recordingStatusCallback', '/r', 'http://', 13256],
  ['Dial', 'recordingStatusCallbackMethod', 'GET', 'PUT', 12200],
  ['Dial', 'recordingStatusCallbackEvent', 'in-progress', 'started', 13621],
  ['Dial', 'recordingTrack', 'inbound', 'left', 13622],
  ['Dial', 'referUrl', '/r', 'http://', 11100],
  ['Dial', 'referMethod', 'GET', 'PUT', 12200],
  ['Number', 'url', '/w', 'http://', 11100],
  ['Number', 'method', 'GET', 'PUT', 13221],
  ['Number', 'sendDigits', 'wwww1928', '12a', 13222],
  ['Number', 'statusCallback', '/s', 'http://', 11100],
  ['Number', 'statusCallbackMethod', 'GET', 'PUT', 12200],
  ['Number', 'statusCallbackEvent', 'ringing answered', 'rung', 12200],
  ['Number', 'machineDetection', 'Enable', 'Perhaps', 12200],
  ['Number', 'machineDetectionTimeout', '60', '61', 12200],
  ['Number', 'machineDetectionSpeechThreshold', '1000', '999', 12200],
  ['Number', 'machineDetectionSpeechEndThreshold', '500', '499', 12200],
  ['Number', 'machineDetectionSilenceTimeout', '2000', '1999', 12200],
  ['Number', 'amdStatusCallback', '/a', 'http://', 11100],
  ['Number', 'amdStatusCallbackMethod', 'GET', 'PUT', 12200],
  ['Client', 'url', '/w', 'http://', 11100],
  ['Client', 'method', 'GET', 'PUT', 12200],
  ['Client', 'statusCallback', '/s', 'http://', 11100],
  ['Client', 'statusCallbackMethod', 'GET', 'PUT', 12200],
  ['Client', 'statusCallbackEvent', 'initiated', 'rung', 12200],
  ['Sip', 'url', '/w', 'http://', 11100],
  ['Sip', 'method', 'GET', 'PUT', 13241],
  ['Sip', 'statusCallback', '/s', 'http://', 11100],
  ['Sip', 'statusCallbackMethod', 'GET', 'PUT', 12200],
  ['Sip', 'statusCallbackEvent', 'completed', 'rung', 12200],
  ['Sip', 'machineDetection', 'DetectMessageEnd', 'Perhaps', 12200],
  ['Sip', 'machineDetectionTimeout', '3', '2', 12200],
  ['Sip', 'machineDetectionSpeechThreshold', '6000', '6001', 12200],
  ['Sip', 'machineDetectionSpeechEndThreshold', '5000', '5001', 12200],
  ['Sip', 'machineDetectionSilenceTimeout', '10000', '10001', 12200],
  ['Sip', 'amdStatusCallback', '/a', 'http://', 11100],
  ['Sip', 'amdStatusCallbackMethod', 'GET', 'PUT', 12200],
  ['Conference', 'muted', 'true', 'loud', 13230],
  ['Conference', 'endConferenceOnExit', 'true', 'yes', 13231],
  ['Conference', 'startConferenceOnEnter', 'false', 'no', 13232],
  ['Conference', 'waitUrl', '', 'http://', 13233],
  ['Conference', 'waitMethod', 'GET', 'PUT', 13234],
  ['Conference', 'beep', 'onEnter', 'twice', 13235],
  ['Conference', 'maxParticipants', '250', '251', 16002],
  ['Conference', 'record', 'record-from-start', 'true', 16002],
  ['Conference', 'trim', 'do-not-trim', 'false', 13239],
  ['Conference', 'region', 'ie1', 'mars', 16002],
  ['Conference', 'statusCallback', '/s', 'http://', 16002],
  ['Conference', 'statusCallbackMethod', 'GET', 'PUT', 16002],
  ['Conference', 'statusCallbackEvent', 'start end join', 'begin', 16002],
  ['Conference', 'recordingStatusCallback', '/r', 'http://', 13256],
  ['Conference', 'recordingStatusCallbackMethod', 'GET', 'PUT', 12200],
  ['Conference', 'recordingStatusCallbackEvent', 'completed', 'done', 13621],
  ['Conference', 'jitterBufferSize', 'off', 'huge', 16002],
  ['Queue', 'url', '/w', 'http://', 14211],
  ['Queue', 'method', 'GET', 'PUT', 14210],
  ['Queue', 'postWorkActivitySid', 'WA1', 'idle', 14218],
  ['Enqueue', 'action', '/e', 'http://', 14203],
  ['Enqueue', 'method', 'GET', 'PUT', 14201],
  ['Enqueue', 'waitUrl', '', 'http://', 14202],
  ['Enqueue', 'waitUrlMethod', 'GET', 'PUT', 14206],
  ['Enqueue', 'workflowSid', WW, 'support', 14220],
  ['Enqueue', 'maxQueueSize', '10', '0', 12200],
  ['Task', 'priority', '0', 'high', 12200],
  ['Task', 'timeout', '60', '0', 12200],
  ['Stream', 'track', 'both_tracks', 'both', 31941],
  ['Stream', 'statusCallback', '/s', 'http://', 11100],
  ['Stream', 'statusCallbackMethod', 'GET', 'PUT', 12200],
  ['Transcription', 'track', 'inbound_track', 'both', 12200],
  ['Transcription', 'statusCallbackUrl', '/t', 'http://', 11100],
  ['Transcription', 'statusCallbackMethod', 'GET', 'PUT', 12200],
  ['Transcription', 'languageCode', 'de-DE', 'german', 12200],
  ['Transcription', 'partialResults', 'true', 'yes', 12200],
  ['Transcription', 'profanityFilter', 'false', 'no', 12200],
  ['Transcription', 'enableAutomaticPunctuation', 'false', 'no', 12200],
  ['Recording', 'channels', 'mono', 'stereo', 12200],
  ['Recording', 'track', 'outbound', 'right', 13622],
  ['Recording', 'trim', 'trim-silence', 'yes', 13699],
  ['Recording', 'recordingStatusCallback', '/r', 'http://', 13256],
  ['Recording', 'recordingStatusCallbackMethod', 'GET', 'PUT', 12200],
  ['Recording', 'recordingStatusCallbackEvent', 'absent', 'gone', 13621],
  ['ConversationRelay', 'welcomeGreetingInterruptible', 'speech', 'often', 64101],
  ['ConversationRelay', 'interruptible', 'true', 'often', 64101],
  ['ConversationRelay', 'speechTimeout', '600', '599', 64101],
  ['ConversationRelay', 'dtmfDetection', 'true', 'yes', 64101],
  ['ConversationRelay', 'partialPrompts', 'true', 'yes', 64101],
  ['ConversationRelay', 'language', 'multi', 'english', 64101],
  ['ConversationRelay', 'transcriptionLanguage', 'fr-FR', 'french', 64101],
  ['ConversationRelay', 'ttsLanguage', 'fr-FR', 'french', 64101],
  ['ConversationRelay', 'ttsProvider', 'Google', 'Acme', 64101],
  ['ConversationRelay', 'transcriptionProvider', 'Deepgram', 'Acme', 64101],
  ['ConversationRelay', 'interruptSensitivity', 'low', 'none', 64101],
  ['ConversationRelay', 'eotThreshold', '0.7', '0.95', 64101],
  ['ConversationRelay', 'elevenlabsTextNormalization', 'on', 'maybe', 64101],
  ['ConversationRelay', 'reportInputDuringAgentSpeech', 'dtmf', 'often', 64101],
  ['ConversationRelay', 'ignoreBackchannel', 'true', 'yes', 64101],
  ['ConversationRelay', 'preemptible', 'true', 'yes', 64101],
  ['ConversationRelay', 'deepgramSmartFormat', 'false', 'no', 64101],
  ['ConversationRelay', 'profanityFilter', 'false', 'no', 64101],
  ['Language', 'code', 'es-419', 'spanish', 64101],
  ['Language', 'ttsProvider', 'Amazon', 'Acme', 64101],
  ['Language', 'transcriptionProvider', 'Google', 'Acme', 64101],
];

function warningsOf(element: string, attribute: string, value: string): number[] {
  const parsed = parseTwiml(`<Response ${attribute}="${value.replace(/&/g, '&amp;')}"/>`);
  return readAttributes({ ...parsed, name: element }, VOCABULARY.get(element) ?? {}).warnings.map(({ code }) => code);
}

test.each(TABLE)('<%s %s="%s"> is taken, "%s" is warned of with %i', (element, attribute, right, wrong, code) => {
  expect(warningsOf(element, attribute, right)).toEqual([]);
  expect(warningsOf(element, attribute, wrong)).toEqual([code]);
});

/** Free text, or taken without a check: no value of theirs is wrong by itself. */
const ANY_VALUE: Readonly<Record<string, readonly string[]>> = {
  Gather: ['debug', 'dtmfDetection'],
  Record: ['recordingConfigurationId'],
  Sms: ['to', 'from'],
  Pay: ['paymentConnector', 'description', 'method'],
  Dial: ['callerId', 'events', 'fixDtmf', 'passports', 'recordingConfigurationId'],
  Number: ['byoc', 'phoneNumberSid'],
  Sip: ['username', 'password', 'codecs'],
  Conference: ['coach', 'participantLabel', 'eventCallbackUrl', 'recordingConfigurationId'],
  Queue: ['reservationSid'],
  Start: ['action', 'method'],
  Stream: ['url', 'name', 'connectorName', 'audioFormat', 'sampleRate'],
  Recording: ['recordingConfigurationId'],
  Transcription:
    'name inboundTrackLabel outboundTrackLabel transcriptionEngine speechModel hints intelligenceService'.split(' '),
  ConversationRelay:
    'url welcomeGreeting voice speechModel hints events debug backgroundNoiseReduction intelligenceService conversationConfiguration'.split(
      ' ',
    ),
  Language: ['voice', 'speechModel'],
};

test('the table names every attribute of every element', () => {
  const named = new Set(TABLE.map(([element, attribute]) => `${element} ${attribute}`));
  const left = [...VOCABULARY].flatMap(([element, table]) =>
    Object.keys(table).filter(name => !named.has(`${element} ${name}`) && !ANY_VALUE[element]?.includes(name)),
  );
  expect(left).toEqual([]);
});

/** Written by Twilio's library in lower case, which Twilio doesn't read. */
const MISSPELT = ['backgroundnoisereduction', 'deepgramsmartformat', 'ignorebackchannel', 'speechtimeout'];

test('every attribute that Twilio’s library knows of an element is known here', () => {
  const types = readFileSync(join(__dirname, '../../../node_modules/twilio/lib/twiml/VoiceResponse.d.ts'), 'utf8');
  const unknown = [...types.matchAll(/export interface (\w+)Attributes \{([^}]*)\}/g)].flatMap(
    ([, name = '', body = '']) =>
      [...body.matchAll(/^\s*'?(\w+)'?\?:/gm)]
        .map(([, attribute = '']) => attribute)
        .filter(attribute => {
          const table = VOCABULARY.get(name);
          return table && !MISSPELT.includes(attribute) && !Object.hasOwn(table, attribute);
        })
        .map(attribute => `${name} ${attribute}`),
  );
  expect(unknown).toEqual([]);
});

test('what is without effect is in docs/emulator.md', () => {
  const docs = readFileSync(join(__dirname, '../../../docs/emulator.md'), 'utf8');
  const row = /^\| Attributes without effect \| (.*) \|$/m.exec(docs)?.[1] ?? '';
  const told = [...row.matchAll(/`<(\w+)>` ([^;|]*)/g)].flatMap(([, element = '', names = '']) =>
    [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => `${element} ${name}`),
  );
  const inert = [...VOCABULARY].flatMap(([element, table]) =>
    Object.entries(table).flatMap(([name, { isInert }]) => (isInert ? [`${element} ${name}`] : [])),
  );
  expect([...told].sort()).toEqual([...inert].sort());
});

test.each([
  ['<Say loop="-1">hi</Say>', 13510],
  ['<Gather><Say voice="the old man">hi</Say></Gather>', 13321],
  ['<Gather><Say loop="x">hi</Say></Gather>', 13322],
  ['<Gather><Play>/text</Play></Gather>', 13325],
  ['<Gather><Dial/></Gather>', 13320],
  ['<Dial><Say>hi</Say></Dial>', 13215],
  ['<Dial method="PUT">+15550107777</Dial>', 13210],
  ['<Dial><Number method="PUT">+15550107777</Number></Dial>', 13221],
  ['<Dial><Client statusCallbackEvent="x">ann</Client></Dial>', 12200],
  ['<Dial><Sip method="PUT">sip:ann@example.com</Sip></Dial>', 13241],
  ['<Dial timeLimit="5"><Conference muted="x">room</Conference></Dial>', 13230],
  ['<Dial timeout="1"><Queue method="PUT">support</Queue></Dial>', 14210],
  ['<Record timeout="0"/>', 13611],
  ['<Record transcribe="true" maxLength="121"/>', 13615],
  ['<Gather input="speech" speechModel="phone_call" speechTimeout="auto"/>', 13327],
  ['<Gather input="speech" speechModel="default" speechTimeout="auto"/>', 13335],
  ['<Start><Recording channels="x"/></Start>', 12200],
  ['<Start><Say>hi</Say></Start>', 14300],
  ['<Stop><Transcription name="x"/></Stop>', 12200],
  ['<Start><Stream connectorName="x" url="http://127.0.0.1/"/></Start>', 31940],
  ['<Start><Stream url="http://127.0.0.1/"/></Start>', 31922],
  ['<Start><Stream url="nonsense"/></Start>', 31923],
  ['<Start><Stream url="ws://127.0.0.1:1/"/></Start>', 31902],
  ['<Sms to="1" from="">hi</Sms>', 14101],
  ['<Refer><Sip>sip:ann@example.com</Sip></Refer>', 13801],
])('%s is warned of with %i, and the document goes on', async (twiml, code) => {
  const line = await testLine(
    { '/voice': `${twiml}<Say>next</Say>`, '/text': { body: 'x' } },
    { callees: () => ({ do: 'busy' }) },
  );
  const { timeline } = await line.call([]);
  expect(timeline.flatMap(({ detail }) => detail?.['code'] ?? [])).toContain(code);
  expect(timeline.map(({ text }) => text)).toContain('next');
});
