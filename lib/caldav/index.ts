export { caldavCalendar, type CaldavOptions } from './calendar';
