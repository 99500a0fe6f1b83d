/** The `code` of an error of Node ("EADDRINUSE"), undefined for anything else. */
export function nodeCode(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
