import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openapiFacts } from './openapi-facts';

const sid = (prefix: string): string => prefix + 'a'.repeat(32);

const document = {
  openapi: '3.0.1',
  info: { title: 'Twilio - Notes', version: '1.0.0', description: 'prose' },
  servers: [{ url: 'https://notes.twilio.com' }],
  paths: {
    '/v1/Notes/{Sid}': {
      'x-twilio': { pathType: 'instance' },
      get: {
        description: 'prose',
        parameters: [{ name: 'Sid', in: 'path', description: 'prose', required: true, schema: { type: 'string' } }],
        responses: {
          200: {
            description: 'prose',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/note' },
                examples: {
                  fetch: {
                    value: {
                      sid: sid('NO'),
                      folder_sid: sid('FO'),
                      owner_sid: sid('FO'),
                      links: {
                        lines: `https://notes.twilio.com/v1/Notes/${sid('NO')}/Lines`,
                        owner: `https://notes.twilio.com/v1/Folders/${sid('FO')}`,
                        nothing: null,
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
    '/v1/Notes': {
      'x-twilio': { pathType: 'list' },
      post: {
        requestBody: {
          content: {
            'application/x-www-form-urlencoded': {
              schema: {
                required: ['Name'],
                properties: { Name: { type: 'string', description: 'prose', example: 'x' } },
              },
            },
          },
        },
        responses: {},
      },
      get: {
        responses: {
          200: {
            content: {
              'application/json': {
                schema: {
                  title: 'prose',
                  properties: { notes: { type: 'array', items: { $ref: '#/components/schemas/note' } }, meta: {} },
                },
              },
            },
          },
        },
      },
    },
  },
  components: {
    schemas: {
      note: { type: 'object', properties: { sid: { type: 'string', pattern: '^NO', description: 'prose' } } },
    },
  },
};

test('keeps shapes and drops prose', () => {
  const facts = openapiFacts(JSON.stringify(document), 'twilio_notes_v1.json');
  expect(facts.host).toBe('notes.twilio.com');
  expect(Object.keys(facts.paths)).toEqual(['/v1/Notes', '/v1/Notes/{Sid}']);
  expect(facts.paths['/v1/Notes']?.operations.post).toMatchObject({
    form: { Name: { type: 'string' } },
    required: ['Name'],
  });
  expect(facts.paths['/v1/Notes']?.operations.get?.replies).toEqual({
    200: { list: 'notes', schema: { $ref: 'note' } },
  });
  expect(facts.paths['/v1/Notes/{Sid}']?.pathType).toBe('instance');
  expect(facts.schemas).toEqual({ note: { type: 'object', properties: { sid: { type: 'string', pattern: '^NO' } } } });
  expect(JSON.stringify([facts.paths, facts.schemas])).not.toContain('prose');
});

test('traces links back to the properties they are made of, the one of the same name first', () => {
  const { links } = openapiFacts(JSON.stringify(document), 'twilio_notes_v1.json');
  expect(links).toEqual({ note: { lines: '/v1/Notes/{sid}/Lines', owner: '/v1/Folders/{owner_sid}' } });
});

test('the facts in the repository say where they come from and hold no prose', () => {
  const folder = join(__dirname, '../emulator/openapi');
  const files = readdirSync(folder).filter(name => name.endsWith('.json'));
  expect(files.length).toBeGreaterThan(4);
  for (const file of files) {
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).toMatch(/^\{\n"source":"Twilio's OpenAPI document twilio_\w+\.json, [^"]+sha256 [0-9a-f]{16}/);
    expect(text).not.toMatch(/"(description|summary|examples?|title)":"/);
  }
});
