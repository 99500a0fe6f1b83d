export { defineFlex, type FlexRequest, type FlexTokenCheck } from './define-flex';
export { defineVoice, defineWeb, type Handler, type WebAnswer } from './define-function';
export { date, oneOf, optional, share, sid, text, wholeNumber, type Fields } from './fields';
export { buildFingerprint, type Line } from './line';
export type { RuntimeCallback, RuntimeContext, RuntimeEvent } from './runtime';
