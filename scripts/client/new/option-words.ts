import type { Greetings, Prompts } from '../../../lib/config';

/** Words of a new client for its lines with options: no menu, and greetings that leave it to the prompts what a caller may do. */
export interface OptionWords {
  readonly greetings: Pick<Greetings, 'open' | 'closed' | 'holiday'>;
  readonly prompts: Omit<Prompts, 'menu' | 'unknownKey'>;
  /** Example for the menu's own prompts, in a comment. */
  readonly menu: Pick<Prompts, 'menu' | 'unknownKey'>;
}

/** In a language for which linekit has words; undefined in any other. */
export function usualOptionWords(language: string, name: string): OptionWords | undefined {
  return WORDS[language.split('-')[0] ?? '']?.(name);
}

const WORDS: Readonly<Record<string, (name: string) => OptionWords>> = {
  en: name => ({
    greetings: {
      open: `Thank you for calling ${name}.`,
      closed: `You have reached ${name}. We are closed now.`,
      holiday: `${name} is closed for the holiday.`,
    },
    menu: {
      menu: 'For appointments, press 1. For anything else, please stay on the line.',
      unknownKey: 'Sorry, that is not one of the choices.',
    },
    prompts: {
      offerCallback: 'To have us call you back without losing your place in line, press 1.',
      offerScheduled: 'To have us call you when we are open again, press 1.',
      offerVoicemail: 'To leave a message, press 2.',
      next: 'You are next in line.',
      position: 'You are number {position} in line.',
      wait: 'The wait is about {minutes} minutes.',
      shortWait: 'The wait is less than two minutes.',
      askNumber: 'To be called at {number}, press 1. To be called at another number, press 2. To go back, press star.',
      enterNumber: 'Please enter the number, with its area code, and then press pound.',
      confirmNumber: 'You entered {number}. If that is right, press 1. To enter it again, press 2.',
      numberInvalid: 'Sorry, that does not seem to be a phone number.',
      numberRefused: 'Sorry, that is not a number we can call.',
      numberForeign: 'Sorry, we can only call numbers in this country.',
      callbackBooked: 'Thank you. We will call you at {number} when it is your turn. You may hang up now. Goodbye.',
      callbackScheduled: 'Thank you. We will call you at {number}, {when} or soon after. Goodbye.',
      callbackStands: 'We have your request already, and will call you at {number}. You may hang up now. Goodbye.',
      callbackFailed: 'Sorry, we could not arrange for a call.',
    },
  }),
  es: name => ({
    greetings: {
      open: `Gracias por llamar a ${name}.`,
      closed: `Ha llamado a ${name}. Ahora estamos cerrados.`,
      holiday: `${name}: hoy estamos cerrados por ser día festivo.`,
    },
    menu: {
      menu: 'Para citas, marque el 1. Para cualquier otro asunto, por favor, espere en línea.',
      unknownKey: 'Lo sentimos, esa no es una de las opciones.',
    },
    prompts: {
      offerCallback: 'Para que le devolvamos la llamada sin que pierda su turno, marque el 1.',
      offerScheduled: 'Para que le llamemos cuando abramos, marque el 1.',
      offerVoicemail: 'Para dejar un mensaje, marque el 2.',
      next: 'Su llamada es la próxima.',
      position: 'Su llamada es la número {position} en espera.',
      wait: 'El tiempo de espera es de unos {minutes} minutos.',
      shortWait: 'El tiempo de espera es de menos de dos minutos.',
      askNumber:
        'Para que le llamemos al {number}, marque el 1. Para que le llamemos a otro número, marque el 2. Para volver, marque asterisco.',
      enterNumber: 'Por favor, marque el número completo y después la tecla numeral.',
      confirmNumber: 'Usted marcó el {number}. Si es correcto, marque el 1. Para marcarlo otra vez, marque el 2.',
      numberInvalid: 'Lo sentimos, ese no parece ser un número de teléfono.',
      numberRefused: 'Lo sentimos, a ese número no podemos llamar.',
      numberForeign: 'Lo sentimos, solo podemos llamar a números de este país.',
      callbackBooked: 'Gracias. Le llamaremos al {number} cuando llegue su turno. Ya puede colgar. Adiós.',
      callbackScheduled: 'Gracias. Le llamaremos al {number}, {when} o poco después. Adiós.',
      callbackStands: 'Ya tenemos su solicitud y le llamaremos al {number}. Ya puede colgar. Adiós.',
      callbackFailed: 'Lo sentimos, no hemos podido programar la llamada.',
    },
  }),
};
