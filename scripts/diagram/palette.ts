import type { BoxKind } from './diagram';

export interface Paint {
  readonly fill: string;
  readonly line: string;
  readonly label: string;
  readonly text: string;
}

const paint = (fill: string, line: string, label = line): Paint => ({ fill, line, label, text: '#16202c' });

/** Colours of boxes. Every text has a contrast of 4.5 : 1 or more with what it stands on (WCAG 2.2, 1.4.3). */
export const palette: Readonly<Record<BoxKind, Paint>> = {
  call: { fill: '#16202c', line: '#16202c', label: '#a9bdd3', text: '#ffffff' },
  choice: paint('#fff6e0', '#d29a1c', '#8a5f00'),
  ask: paint('#f3f0fe', '#8568d8', '#6244b8'),
  hear: paint('#ecf3ff', '#4b82e0', '#2459b8'),
  wait: paint('#e6f7f4', '#2aa08d', '#0f6f60'),
  record: paint('#fdeef3', '#d65a85', '#a82757'),
  talk: paint('#e9f7ea', '#4d9f57', '#2a7034'),
  end: paint('#f2f4f7', '#aab4c2', '#5b6472'),
  other: paint('#f7f7f7', '#9aa1ab', '#5b6472'),
};

export const ink = {
  title: '#16202c',
  subtitle: '#5b6472',
  arrow: '#7b8796',
  fault: '#b4462f',
  rule: '#dde2e9',
  paper: '#ffffff',
};
