/** A property of a component: `DTSTART;TZID=Europe/Berlin:20261124T100000`. */
export interface Property {
  /** In capitals, as are the names of parameters. */
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly value: string;
}

/** The properties of each VEVENT of iCalendar text (RFC 5545, 3.1), without those of components inside it, such as alarms. */
export function eventsIn(text: string): readonly (readonly Property[])[] {
  const events: Property[][] = [];
  const open: string[] = [];
  for (const line of text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/)) {
    const property = propertyIn(line);
    if (!property) continue;
    const { name, value } = property;
    if (name === 'BEGIN') {
      open.push(value.toUpperCase());
      if (open.at(-1) === 'VEVENT') events.push([]);
    } else if (name === 'END') open.pop();
    else if (open.at(-1) === 'VEVENT') events.at(-1)?.push(property);
  }
  return events;
}

/** Names, then parameters whose values may be quoted, then all after the first colon outside of quotes. */
const LINE = /^([\w-]+)((?:;[\w-]+=(?:"[^"]*"|[^";:])*)*):(.*)$/;
const PARAMETER = /;([\w-]+)=("[^"]*"|[^";:]*)/g;

function propertyIn(line: string): Property | undefined {
  const [, name = '', given = '', value = ''] = LINE.exec(line) ?? [];
  if (name === '') return undefined;
  const parameters = [...given.matchAll(PARAMETER)].map(([, key = '', text = '']) => [
    key.toUpperCase(),
    text.replace(/^"|"$/g, ''),
  ]);
  return { name: name.toUpperCase(), parameters: Object.fromEntries(parameters) as Record<string, string>, value };
}
