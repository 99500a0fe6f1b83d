export { checkFlexToken } from './token-check';
