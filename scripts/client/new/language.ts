import type { Greetings } from '../../../lib/config';

/** Voices that go with a language when nobody names one [twilio.com/docs/voice/twiml/say/text-speech]. */
const VOICES: Readonly<Record<string, string>> = {
  'en-US': 'Polly.Joanna-Neural',
  'en-GB': 'Polly.Amy-Neural',
  'en-AU': 'Polly.Olivia-Neural',
  'es-ES': 'Polly.Lucia-Neural',
  'es-MX': 'Polly.Mia-Neural',
  'es-US': 'Polly.Lupe-Neural',
};

/** Undefined where somebody has to choose. */
export function usualVoice(language: string): string | undefined {
  return VOICES[language];
}

/** The words of a new client, in its language; undefined in a language for which linekit has none. */
export function usualGreetings(language: string, name: string): Greetings | undefined {
  return WORDS[language.split('-')[0] ?? '']?.(name);
}

const WORDS: Readonly<Record<string, (name: string) => Greetings>> = {
  en: name => ({
    open: `Thank you for calling ${name}. Please stay on the line; somebody will be with you shortly.`,
    closed: `You have reached ${name}. We are closed now. Please leave your name and number after the tone, and we will call you back.`,
    holiday: `${name} is closed for the holiday. Please leave your name and number after the tone, and we will call you back.`,
    message: `You have reached ${name}. Please leave your name and number after the tone, and we will call you back.`,
    unanswered:
      'All of us are helping other callers. Please leave your name and number after the tone, and we will call you back.',
    goodbye: 'Thank you. We have your message. Goodbye.',
    nothingHeard: 'We did not hear a message. Please call again. Goodbye.',
    apology:
      'We are sorry, something went wrong on our side. Please leave your name and number after the tone, and we will call you back.',
  }),
  es: name => ({
    open: `Gracias por llamar a ${name}. Por favor, espere en línea; le atenderemos enseguida.`,
    closed: `Ha llamado a ${name}. Ahora estamos cerrados. Por favor, deje su nombre y su número después del tono y le devolveremos la llamada.`,
    holiday: `${name}: hoy estamos cerrados por ser día festivo. Por favor, deje su nombre y su número después del tono y le devolveremos la llamada.`,
    message: `Ha llamado a ${name}. Por favor, deje su nombre y su número después del tono y le devolveremos la llamada.`,
    unanswered:
      'Ahora estamos atendiendo otras llamadas. Por favor, deje su nombre y su número después del tono y le devolveremos la llamada.',
    goodbye: 'Gracias. Hemos recibido su mensaje. Adiós.',
    nothingHeard: 'No hemos oído ningún mensaje. Por favor, llame otra vez. Adiós.',
    apology:
      'Lo sentimos, tenemos un problema técnico. Por favor, deje su nombre y su número después del tono y le devolveremos la llamada.',
  }),
};
