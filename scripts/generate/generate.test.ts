import { readdirSync, readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020';
import { parse } from 'yaml';
import { variableNames } from '../../lib/config';
import { inProject } from '../project';
import { withCoverageTable } from './coverage-table';
import { clientJsonSchema } from './client-json-schema';
import { evalJsonSchema } from './eval-json-schema';
import { readDescriptions } from './descriptions';
import { envExample } from './env-example';
import { withEnvironmentTable } from './environment-table';

test('.env.example names every variable once, and leaves to the wiring what is its own', () => {
  const text = envExample();
  for (const name of variableNames) expect(text.split(new RegExp(`^(?:# )?${name}=$`, 'm'))).toHaveLength(2);
  expect(text).toMatch(/^MAILGUN_API_KEY=$/m);
  expect(text).toMatch(/^# TWILIO_SYNC_SERVICE_SID=$/m);
});

test('the table goes between its markers and replaces what was there', () => {
  const readme = '# x\n<!-- environment -->\nformer\n<!-- /environment -->\nend\n';
  const once = withEnvironmentTable(readme);
  expect(once).toMatch(/^# x\n<!-- environment -->\n\| Variable/);
  expect(once).not.toContain('former');
  expect(once.endsWith('<!-- /environment -->\nend\n')).toBe(true);
  expect(withEnvironmentTable(once)).toBe(once);
  expect(() => withEnvironmentTable('# x')).toThrow('README.md needs');
});

test('the table of routes says how many of the documented are here, and sums up', () => {
  const rows = [
    {
      host: 'a.twilio.com',
      served: ['GET /v1/Calls', 'GET /v1/Calls/{Sid}'],
      absent: ['DELETE /v1/Calls/{Sid}', 'GET /v1/Calls/{CallSid}/Siprec', 'GET /v1/SIP/{Sid}', 'POST /v1/SIP/All'],
    },
    { host: 'b.twilio.com', served: [], absent: ['GET /v1/A'] },
  ];
  const page = withCoverageTable('<!-- coverage -->\n<!-- /coverage -->\n', rows);
  expect(page).toContain('| `a.twilio.com` | 2 | 6 | 33 % | `Calls/…/Siprec`, `DELETE Calls/…`, `SIP` |');
  expect(page).toContain('| `b.twilio.com` | 0 | 1 | 0 % | `A` |\n| all | 2 | 7 | 28 % |');
  expect(withCoverageTable(page, rows)).toBe(page);
});

test('the JSON schema takes the sample and refuses what the checker refuses', () => {
  const schema = clientJsonSchema(readFileSync(inProject('lib/config/client.ts'), 'utf8'));
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
  const sample = parse(readFileSync(inProject('clients/sample.yaml'), 'utf8')) as object;
  expect(validate(sample)).toBe(true);
  expect(validate({ ...sample, colour: 'red' })).toBe(false);
  expect(validate({ ...sample, numbers: [{ number: '202', line: 'voicemail' }] })).toBe(false);
});

test('the JSON schema of evals takes all there are, refuses what nobody knows, and says what each part is', () => {
  const schema = evalJsonSchema(readFileSync(inProject('scripts/evals/eval-schema.ts'), 'utf8'));
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
  const evals = readdirSync(inProject('evals')).filter(file => file.endsWith('.yaml'));
  for (const file of evals) {
    const text = readFileSync(inProject('evals', file), 'utf8');
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\/eval\.schema\.json\n/);
    expect([file, validate(parse(text))]).toEqual([file, true]);
  }
  const one = { about: 'x', caller: [{ say: 'Hi' }], checks: { then: 'done' } };
  expect(validate(one)).toBe(true);
  expect(validate({ ...one, caller: [{ sing: 'la' }] })).toBe(false);
  expect(validate({ ...one, checks: { then: 'gone' } })).toBe(false);
  const text = JSON.stringify(schema);
  for (const words of ['began to speak when', 'Free times of', 'What they know and say', 'Parts of the input'])
    expect(text).toContain(words);
});

test('comments of the types become descriptions, through interfaces and lists', () => {
  const found = readDescriptions(`
    interface Day {
      /** When. */
      readonly date: string;
    }
    export interface Client {
      /** Who. */
      readonly name: string;
      readonly days: readonly Day[];
      readonly a: {
        /** Deep. */
        b: 1;
      };
      readonly c?: readonly Day[] | undefined;
    }
  `);
  expect([...found]).toEqual([
    ['name', 'Who.'],
    ['days[].date', 'When.'],
    ['a.b', 'Deep.'],
    ['c[].date', 'When.'],
  ]);
});
