import type { Bus, BusEvents } from './contract';

type Listeners = { [K in keyof BusEvents]: Set<(event: BusEvents[K]) => void> };

/** Listeners hear an event at once, in the order in which they came. */
export function createBus(): Bus {
  const listeners: Listeners = {
    timeline: new Set(),
    'call-ended': new Set(),
    'reservation-created': new Set(),
    'task-updated': new Set(),
    'stream-event': new Set(),
    webhook: new Set(),
  };
  return {
    emit(name, event) {
      for (const listener of [...listeners[name]]) listener(event);
    },
    on(name, listener) {
      listeners[name].add(listener);
      return () => void listeners[name].delete(listener);
    },
  };
}
