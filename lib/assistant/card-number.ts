/** Where card numbers may begin, and how long they are then. Source: ISO/IEC 7812-1 and the schemes' own ranges. */
const FORMS = /^(3(0[0-59]|[689]\d)\d{11}|3[47]\d{13}|[2-6]\d{15}|6\d{18})$/;
const LENGTHS = [14, 15, 16, 19];

/**
 * Whether a card number is in a run of digits, given in the pieces in which they were said or written: the whole run, or a part of it that begins with
 * a piece ("4111 1111 1111 1111 12 28" has the expiry behind it).
 */
export function hasCardNumber(pieces: readonly string[]): boolean {
  const digits = pieces.join('');
  if (digits.length < 13) return false;
  if (digits.length <= 19 && /^[1-6]/.test(digits) && fitsLuhn(digits)) return true;
  let start = 0;
  return pieces.some(piece => {
    const from = start;
    start += piece.length;
    return LENGTHS.some(length => {
      const part = digits.slice(from, from + length);
      return FORMS.test(part) && fitsLuhn(part);
    });
  });
}

/** Source: ISO/IEC 7812-1, annex B. */
function fitsLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
