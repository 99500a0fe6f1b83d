export { agentDesk, voicemailDesk } from './desk';
export { voicemailDelivery } from './voicemail';
