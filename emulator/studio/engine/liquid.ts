import { Drop, ForTag, Liquid as LiquidEngine, type Context, type FilterImplOptions } from 'liquidjs';
import { divideAsLiquid } from './liquid-division';
import { plainText } from './plain-text';

/** Renders a flow's templates. */
export interface Liquid {
  /** Unknown variables are empty. A template that is no Liquid, or renders too much, stays as it is written: `failed` says why. */
  render(template: string, variables: object): { readonly text: string; readonly failed?: string };
  /** The typed value of a template that is one `{{ output }}`; undefined for any other. */
  value(template: string, variables: object): { readonly value: unknown } | undefined;
}

/** Rounds of a Liquid loop [twilio.com/docs/studio/user-guide/studio-faq]. */
const MAX_LOOP_ROUNDS = 15;
/** Twilio publishes no size; this stops a flow that doubles a variable for ever. */
const MAX_RENDERED_CHARACTERS = 262_144;
const MAX_TEMPLATE_CHARACTERS = 1_000_000;
const RENDER_LIMIT_MS = 1_000;
const MAX_OBJECTS = 2_000_000;

const SINGLE_OUTPUT = /^\s*\{\{-?((?:(?!\{\{|\}\}|\{%).)*?)-?\}\}\s*$/s;

/** Studio's dialect: US Pacific dates [twilio.com/docs/studio/user-guide/liquid-template-language], `to_json`, loops of fifteen rounds, no files. `now` is the clock's. */
export function createLiquid(now: () => number): Liquid {
  const engine = new LiquidEngine({
    strictVariables: false,
    strictFilters: false,
    ownPropertyOnly: true,
    timezoneOffset: 'America/Los_Angeles',
    templates: {},
    cache: false,
    parseLimit: MAX_TEMPLATE_CHARACTERS,
    renderLimit: RENDER_LIMIT_MS,
    memoryLimit: MAX_OBJECTS,
    outputEscape: value => plainText(plainValue(value)),
  });
  engine.registerTag('for', CappedFor);
  engine.registerFilter('to_json', (value: unknown) => JSON.stringify(plainValue(value) ?? null));
  divideAsLiquid(engine);
  tellTimeBy(engine, now);
  return { render: (template, variables) => render(engine, template, variables), value };

  function value(template: string, variables: object) {
    const expression = SINGLE_OUTPUT.exec(template)?.[1];
    if (expression === undefined || expression.trim() === '') return undefined;
    try {
      return { value: plainValue(engine.evalValueSync(expression, variables)) };
    } catch {
      return undefined;
    }
  }
}

function render(engine: LiquidEngine, template: string, variables: object): { text: string; failed?: string } {
  if (!template.includes('{')) return { text: template };
  try {
    const text = String(engine.parseAndRenderSync(template, variables));
    if (text.length <= MAX_RENDERED_CHARACTERS) return { text };
    return { text: template, failed: `it renders more than ${MAX_RENDERED_CHARACTERS} characters` };
  } catch (error) {
    return { text: template, failed: error instanceof Error ? error.message : String(error) };
  }
}

/** `nil`, `empty` and `blank` are objects to liquidjs. */
function plainValue(value: unknown): unknown {
  return value instanceof Drop ? value.valueOf() : value;
}

/** A `for` that ends after its fifteenth round: the first thing in its body is a look at the count. */
class CappedFor extends ForTag {
  constructor(...given: ConstructorParameters<typeof ForTag>) {
    super(...given);
    this.templates.unshift({
      token: this.token,
      render: (context: Context) => {
        if (Number(context.getSync(['forloop', 'index0'])) >= MAX_LOOP_ROUNDS) context.breakCalled = true;
      },
    });
  }
}

/** `'now' | date` tells the emulated time. */
function tellTimeBy(engine: LiquidEngine, now: () => number): void {
  for (const name of Object.keys(engine.filters).filter(filter => filter.startsWith('date'))) {
    const original = engine.filters[name];
    if (typeof original !== 'function') continue;
    const onTheClock: FilterImplOptions = function (value: unknown, ...rest: unknown[]) {
      const moment = value === 'now' || value === 'today' ? new Date(now()) : value;
      return Reflect.apply(original, this, [moment, ...rest]) as unknown;
    };
    engine.registerFilter(name, onTheClock);
  }
}
