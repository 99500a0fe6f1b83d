import { addTwimlRedirect } from './add-twiml-redirect';
import { capturePayments } from './capture-payments';
import { connectCallTo } from './connect-call-to';
import { connectVirtualAgent, connectVirtualAgentV2 } from './connect-virtual-agent';
import { enqueueCall } from './enqueue-call';
import { forkStream } from './fork-stream';
import { gatherInputOnCall } from './gather-input-on-call';
import { makeHttpRequest } from './make-http-request';
import { makeOutgoingCallV1, makeOutgoingCallV2 } from './make-outgoing-call';
import { resumeConversation, sendAndWaitForReply, sendMessage, startConversation } from './messaging';
import { recordCall } from './record-call';
import { recordVoicemail } from './record-voicemail';
import { runConversationRelay } from './run-conversation-relay';
import { runFunction } from './run-function';
import { runSubflow } from './run-subflow';
import { sayPlay } from './say-play';
import { sendToFlex } from './send-to-flex';
import { setVariables } from './set-variables';
import { splitBasedOn } from './split-based-on';
import { trigger } from './trigger';
import type { Widget } from './widget';

const ALL: readonly Widget[] = [
  addTwimlRedirect,
  capturePayments,
  connectCallTo,
  connectVirtualAgent,
  connectVirtualAgentV2,
  enqueueCall,
  forkStream,
  gatherInputOnCall,
  makeHttpRequest,
  makeOutgoingCallV1,
  makeOutgoingCallV2,
  recordCall,
  recordVoicemail,
  resumeConversation,
  runConversationRelay,
  runFunction,
  runSubflow,
  sayPlay,
  sendAndWaitForReply,
  sendMessage,
  sendToFlex,
  setVariables,
  splitBasedOn,
  startConversation,
  trigger,
];

/** Every widget that a flow may have, by its type. */
export const widgetTypes: ReadonlyMap<string, Widget> = new Map(ALL.map(widget => [widget.type, widget]));

/** The events by which a widget of that type can be left; none for a type that does not exist. */
export function widgetEvents(type: string): readonly string[] {
  return widgetTypes.get(type)?.events ?? [];
}
