import { defineWeb, text } from '../../lib/function';
import { twilioRecordingStore } from '../../lib/twilio';
import { listen, openListenLink } from '../../lib/voicemail';

/** Plays a recording to whoever has the link of the mail, until the link expires. Public: the signature in the link is the key. */
export const handler = defineWeb({
  fields: { recording: text, expires: text, signature: text },
  run: async (link, line, event) => {
    const recordingSid = openListenLink({ domain: line.domain, secret: line.authToken }, link, line.clock.now());
    const recordings = twilioRecordingStore({
      rest: line.rest(),
      accountSid: line.accountSid,
      authToken: line.authToken,
    });
    return listen(await recordings.media(recordingSid), event.request?.headers?.['range']);
  },
});
