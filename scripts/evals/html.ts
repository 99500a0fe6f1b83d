/** HTML that is safe to write as it is. */
export class Html {
  constructor(readonly text: string) {}
}

type Value = Html | string | number | readonly (Html | string)[] | undefined | false;

/** Text as markup, unescaped: for what stands in this repository. */
export function raw(text: string): Html {
  return new Html(text);
}

/** Markup with values in it; every value that is no markup itself is escaped. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(parts.reduce((text, part, index) => `${text}${shown(values[index - 1])}${part}`));
}

function shown(value: Value): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(shown).join('');
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return String(value).replace(/[&<>"']/g, character => entities[character] ?? '');
}
