export { placeOf, wayBack, within, type Place } from './way-back';
