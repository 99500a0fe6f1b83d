export { assistantDesk, conversations, turnRecordings, type AssistantRequest } from './assistant';
export { callbackDesk } from './callback';
export { agentDesk, finishDesk, requeueDesk, voicemailDesk } from './desk';
export { summaryDesk } from './summary';
export { voicemailDelivery } from './voicemail';
export { waitingRoom } from './waiting';
