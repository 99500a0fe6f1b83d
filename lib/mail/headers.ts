/** "Name <address>" with the name in quotes where it has more than plain words in it (RFC 5322, 3.4): a comma would begin a second address. */
export function senderHeader(sender: string): string {
  const [, name, address] = /^([^"<>]*?) *(<[^<>]+>)$/.exec(sender) ?? [];
  if (name === undefined || address === undefined || /^[\p{L}\p{N} '_-]*$/u.test(name)) return sender;
  return `"${name.replace(/\\/g, '\\\\')}" ${address}`;
}

/** A header is one line: nothing in it may start another. */
export function headerSafe(text: string): string {
  return text.replace(/[\r\n]+/g, ' ');
}
