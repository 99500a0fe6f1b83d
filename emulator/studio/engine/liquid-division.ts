import type { Liquid as LiquidEngine, FilterImplOptions } from 'liquidjs';

type Division = (dividend: number, divisor: number, isWhole: boolean) => number;

/**
 * `divided_by` and `modulo` as Liquid has them, other than liquidjs: between whole numbers the quotient is rounded down
 * [shopify.github.io/liquid/filters/divided_by]; a divisor that is written with a decimal point ("3.0") keeps the fraction. Nothing is divided by
 * zero: the filter throws.
 */
export function divideAsLiquid(engine: LiquidEngine): void {
  engine.registerFilter(
    'divided_by',
    dividing((dividend, divisor, isWhole) => (isWhole ? Math.floor(dividend / divisor) : dividend / divisor)),
  );
  engine.registerFilter(
    'modulo',
    dividing((dividend, divisor) => ((dividend % divisor) + divisor) % divisor),
  );
}

function dividing(divide: Division): FilterImplOptions {
  return function (value: unknown, by: unknown) {
    const [dividend, divisor] = [numberOf(value), numberOf(by)];
    if (divisor === 0) throw new Error('divided by 0');
    return divide(
      dividend,
      divisor,
      isInteger(dividend, value) && isInteger(divisor, by) && !hasPoint(this.token.args),
    );
  };
}

/** Liquid takes what is no number for 0. */
function numberOf(value: unknown): number {
  return Number(value) || 0;
}

function isInteger(number: number, written: unknown): boolean {
  return Number.isInteger(number) && !(typeof written === 'string' && written.includes('.'));
}

/** Whether the first argument is a literal like "3.0", which is 3 once it is read. */
function hasPoint([first]: readonly unknown[]): boolean {
  return hasText(first) && /^-?\d+\.\d+$/.test(first.getText());
}

function hasText(token: unknown): token is { getText(): string } {
  return typeof token === 'object' && token !== null && 'getText' in token && typeof token.getText === 'function';
}
