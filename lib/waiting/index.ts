export { announcement, chooseWhileWaiting, waitChoices, type WaitChoices } from './announcement';
export { figuresOf, likelyWaitMinutes } from './figures';
export { leaveForMessage } from './leave';
export { lookAround, type Surroundings } from './look-around';
export {
  WINDOW_MINUTES,
  type FiguresShelf,
  type KeptFigures,
  type QueueFigures,
  type QueueStatistics,
  type WaitingPorts,
  type WaitingRoom,
} from './ports';
export { dueAt, queuedSeconds, waitDocument, type Due } from './wait-document';
export { placeOf, wayBack, within, type Place } from './way-back';
export { fill, spokenMoment, spokenSeconds } from './words';
