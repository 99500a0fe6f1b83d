export { deepgramSpeechToText } from './speech-to-text';
