import { z } from 'zod';
import type { TimelineEntry } from '../../emulator';

/** Picks what people want to read of a call; undefined for the rest. Keeps in mind what was shown, so each call needs its own. */
export type Highlights = (entry: TimelineEntry) => TimelineEntry | undefined;

/** Studio's own web traffic, and audio that is fetched: true of every call, and of no help in reading one. */
const MACHINERY = /\/\/webhooks\.twilio\.com\/|\.(wav|mp3)(\?|$)/;

const logLine = z.looseObject({ level: z.string(), message: z.string() });

/**
 * Leaves out TwiML verbs, Studio's own web requests and the rounds of hold music after the first, and cuts log lines to their message. What is said
 * again in a talk was said again: a new turn begins with what the caller does, and with each answer of the assistant.
 * Everything else passes unchanged.
 */
export function createHighlights(): Highlights {
  const shown = new Set<string>();
  return entry => {
    if (entry.kind === 'verb' || isMachinery(entry)) return undefined;
    if (beginsAnew(entry)) shown.clear();
    if (entry.kind === 'request' || entry.kind === 'heard') {
      if (shown.has(entry.text)) return undefined;
      shown.add(entry.text);
    }
    return { ...entry, text: shortText(entry) };
  };
}

function beginsAnew({ kind, text }: TimelineEntry): boolean {
  if (kind === 'log') return text.includes('assistant: turn');
  return kind === 'widget' || kind === 'said' || kind === 'pressed';
}

function isMachinery({ kind, detail }: TimelineEntry): boolean {
  const url = detail?.['url'];
  return kind === 'request' && typeof url === 'string' && MACHINERY.test(url);
}

function shortText({ kind, text }: TimelineEntry): string {
  if (kind === 'log') return shortLog(text);
  // "audio https://…/hold-music.wav" → "audio hold-music.wav"
  return kind === 'heard' ? text.replace(/^audio https?:\/\/\S*\//, 'audio ') : text;
}

/** linekit's log lines are JSON: the message says enough here, and the level only when something is wrong. */
function shortLog(text: string): string {
  try {
    const { level, message } = logLine.parse(JSON.parse(text));
    return level === 'info' || level === 'debug' ? message : `${level}: ${message}`;
  } catch {
    return text;
  }
}
