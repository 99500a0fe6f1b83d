import { accountSid } from '../run-function';

const flowSid = `FW${'1'.repeat(32)}`;
/** What Twilio sends with every request of an assistant's call. */
export const call = {
  CallSid: `CA${'1'.repeat(32)}`,
  To: '+12025550145',
  From: '+12025550111',
  AccountSid: accountSid,
  flowSid,
};
/** The way back into the flow, which says that it is sorry and takes a message. */
export const failed = `<Response><Redirect method="POST">https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/${flowSid}?FlowEvent=return&amp;outcome=failed</Redirect></Response>`;
