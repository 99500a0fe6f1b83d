export { assistantDesk, turnRecordings, type AssistantRequest } from './assistant';
export { callbackDesk } from './callback';
export { conversations } from './conversations';
export { agentDesk, finishDesk, requeueDesk, voicemailDesk } from './desk';
export { summaryDesk } from './summary';
export { voicemailDelivery } from './voicemail';
export { waitingRoom } from './waiting';
