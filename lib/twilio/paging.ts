/** Where a list goes on: what of the address of Twilio's next page is needed to ask for it, as one word. Null on the last page. */
export function writeCursor(nextPageUrl: string | undefined): string | null {
  if (!nextPageUrl) return null;
  const query = new URL(nextPageUrl, 'https://api.twilio.com').searchParams;
  return `${query.get('Page') ?? ''}:${query.get('PageToken') ?? ''}`;
}

/** The page that a cursor stands for, as twilio-node takes it; the first one without. */
export function readCursor(cursor: string | undefined): { pageNumber?: number; pageToken?: string } {
  const [, page, token] = /^(\d*):(.*)$/.exec(cursor ?? '') ?? [];
  if (page === undefined) return {};
  return { ...(page && { pageNumber: Number(page) }), ...(token && { pageToken: token }) };
}
