export { deepgramSpeechToText, deepgramTurns } from './speech-to-text';
