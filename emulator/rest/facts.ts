import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** How a value must look, in JSON Schema's words (OpenAPI 3.0). `$ref` is the bare name of a schema of the same document. */
export interface Schema {
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly nullable?: boolean;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly $ref?: string;
}

/** The body of one reply; without a schema there is none. */
export interface ReplyFacts {
  /** Of the body; of one record when it is a page. */
  readonly schema?: Schema;
  /** Set when the body is a page: the property that holds its records. */
  readonly list?: string;
}

/** One method of a path: its parameters by place, and its replies. */
export interface OperationFacts {
  readonly path: Readonly<Record<string, Schema>>;
  readonly query: Readonly<Record<string, Schema>>;
  readonly header: Readonly<Record<string, Schema>>;
  /** Fields of the form, when there is one. */
  readonly form?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** By HTTP status. */
  readonly replies: Readonly<Record<string, ReplyFacts>>;
}

/** The methods that Twilio's documents use, as they write them. */
export type DocumentedMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** One path: its host when the document names one, whether it is a list or an instance, and its methods. */
export interface PathFacts {
  readonly host: string;
  readonly pathType?: 'list' | 'instance';
  readonly operations: Readonly<Partial<Record<DocumentedMethod, OperationFacts>>>;
}

/** rel → path over the record's own properties: "/v1/Workspaces/{workspace_sid}/Tasks/{sid}/Reservations". */
export type LinkFacts = Readonly<Record<string, string>>;

/** What the local Twilio knows of one of Twilio's APIs from its OpenAPI document. */
export interface OpenapiFacts {
  readonly source: string;
  readonly host: string;
  readonly paths: Readonly<Record<string, PathFacts>>;
  readonly schemas: Readonly<Record<string, Schema>>;
  /** By schema: `links`, or `subresource_uris` in the 2010 API. */
  readonly links: Readonly<Record<string, LinkFacts>>;
}

const loaded = new Map<string, OpenapiFacts>();

/** The facts of that document ("taskrouter_v1"), read at first use. Throws when there is none. */
export function openapiFacts(document: string): OpenapiFacts {
  const known = loaded.get(document);
  if (known) return known;
  const file = join(openapiFolder(), `${document}.json`);
  if (!existsSync(file)) throw new Error(`emulator/openapi has no ${document}.json`);
  // The file is written by scripts/openapi-facts.ts in just this shape.
  const facts = JSON.parse(readFileSync(file, 'utf8')) as OpenapiFacts;
  loaded.set(document, facts);
  return facts;
}

/** The folder of the facts, found from this file upwards: it is the source in tests, and a bundle in dist/ otherwise. */
export function openapiFolder(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, 'emulator', 'openapi');
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) throw new Error(`no emulator/openapi above ${__dirname}`);
  }
}
