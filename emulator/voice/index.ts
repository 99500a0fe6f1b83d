export { createVoice, type Voice, type VoiceOptions } from './create-voice';
export type { Callee, Callees } from './callee';
export type { CallRequest } from './place-call';
export type { CallReport, PlacedCall } from './live-calls';
