export { voicemailDelivery } from './voicemail';
