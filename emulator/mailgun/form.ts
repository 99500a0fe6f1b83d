import busboy from 'busboy';

import type { ApiRequest } from '../contract';

/** A file of a multipart request. */
export interface FormFile {
  /** The field it came in: "attachment", "inline". */
  readonly field: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** The fields and files of a request body, in order. */
export interface MessageForm {
  /** All values of a field, in order; empty when the field is absent. */
  all(field: string): readonly string[];
  /** The first value of a field. */
  first(field: string): string | undefined;
  /** Names of the fields, each once. */
  readonly names: readonly string[];
  readonly files: readonly FormFile[];
}

/** Reads a form-urlencoded or multipart body. Rejects with an Error when a multipart body is malformed. */
export async function readForm(request: ApiRequest): Promise<MessageForm> {
  const contentType = request.headers['content-type'] ?? '';
  if (!/^multipart\/form-data/i.test(contentType)) return form([...request.form], []);
  return readMultipart(request.body, contentType);
}

function readMultipart(body: Buffer, contentType: string): Promise<MessageForm> {
  return new Promise((resolve, reject) => {
    const fields: [string, string][] = [];
    const files: FormFile[] = [];
    // No limit here: the size of the whole message is judged by the caller, in Mailgun's words.
    const parser = busboy({
      headers: { 'content-type': contentType },
      defParamCharset: 'utf8',
      limits: { fieldSize: Infinity },
    });
    parser.on('field', (name, value) => fields.push([name, value]));
    parser.on('file', (field, stream, info) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () =>
        files.push({
          field,
          fileName: info.filename ?? 'attachment',
          contentType: info.mimeType,
          bytes: Buffer.concat(chunks),
        }),
      );
    });
    parser.on('error', reject);
    parser.on('close', () => resolve(form(fields, files)));
    parser.end(body);
  });
}

function form(fields: readonly [string, string][], files: readonly FormFile[]): MessageForm {
  const values = new Map<string, string[]>();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
  return {
    all: field => values.get(field) ?? [],
    first: field => values.get(field)?.[0],
    names: [...values.keys()],
    files,
  };
}
