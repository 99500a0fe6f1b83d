import { conditionHolds, SPLIT_OPERATORS } from './split-operators';

const TABLE: readonly [string, unknown, string, boolean][] = [
  ['equal_to', 'yes', 'yes', true],
  ['equal_to', 'Yes', 'yes', true],
  ['equal_to', ' yes\n', 'YES ', true],
  ['equal_to', 'yes please', 'yes', false],
  ['equal_to', 5, '5', true],
  ['not_equal_to', 'yes', 'no', true],
  ['not_equal_to', 'yes', 'yes', false],
  ['not_equal_to', 'YES ', 'yes', false],
  ['matches_any_of', 'support', 'sales, support, billing', true],
  ['matches_any_of', ' Billing', 'sales, support,BILLING', true],
  ['matches_any_of', 'supp', 'sales, support, billing', false],
  ['does_not_match_any_of', 'other', 'sales, support', true],
  ['does_not_match_any_of', 'sales', 'sales, support', false],
  ['contains', 'I want sales please', 'sales', true],
  ['contains', 'SALES, please', ' sales', true],
  ['contains', 'support', 'sales', false],
  ['does_not_contain', 'support', 'sales', true],
  ['does_not_contain', 'sales', 'sales', false],
  ['starts_with', '+1555', '+1', true],
  ['starts_with', '+44', '+1', false],
  ['starts_with', ' Operator', 'OP', true],
  ['does_not_start_with', '+44', '+1', true],
  ['does_not_start_with', '+1555', '+1', false],
  ['is_blank', '', 'Blank', true],
  ['is_blank', ' \t', '', true],
  ['is_blank', undefined, '', true],
  ['is_blank', 'x', '', false],
  ['is_not_blank', 'x', '', true],
  ['is_not_blank', null, '', false],
  ['regex', 'YES please', 'yes.*', true],
  ['regex', ' Yes ', 'yes', true],
  ['regex', 'oh yes', 'yes', false],
  ['regex', 'b', 'a|b', true],
  ['regex', 'YES', '(?i)^yes$', true],
  ['regex', 'no', '^(?i)(yes|no)$', true],
  ['regex', 'maybe', '(?i)yes', false],
  ['regex', 'x', '(', false],
  ['less_than', 4, '5', true],
  ['less_than', 5, '5', false],
  ['less_than', '4', '5', true],
  ['less_than', ' 1\n', '3', true],
  ['less_than', '', '5', false],
  ['less_than', undefined, '5', false],
  ['less_than', 4, '', false],
  ['greater_than', 10, '9', true],
  ['greater_than', 9, '9', false],
  ['greater_than', '10', '9', true],
  ['greater_than', '9', '10', false],
  ['greater_than', 'many', '1', false],
  ['is_before_date', '2026-03-02', '2026-12-01', true],
  ['is_before_date', '2026-12-01', '2026-12-01', false],
  ['is_before_date', 'tomorrow', '2026-12-01', false],
  ['is_after_date', '2026-12-02', '2026-12-01', true],
  ['is_after_date', '2026-11-02', '2026-12-01', false],
  ['is_before_time', '9:30', '10:00', true],
  ['is_before_time', '10:00', '10:00', false],
  ['is_after_time', '18:01', '18:00', true],
  ['is_after_time', '25:01', '18:00', false],
  ['no_such_operator', 'a', 'a', false],
  ['toString', 'a', 'a', false],
];

test.each(TABLE)('%s: %j and "%s" → %s', (type, input, value, holds) => {
  expect(conditionHolds(type, input, value).holds).toBe(holds);
});

test('the table has every operator', () => {
  const tested = new Set(TABLE.map(([type]) => type));
  expect(SPLIT_OPERATORS.filter(type => !tested.has(type))).toEqual([]);
});

test('a pattern that takes for ever does not', () => {
  const started = performance.now();
  expect(conditionHolds('regex', `${'a'.repeat(40)}!`, '(a+)+').holds).toBe(false);
  expect(performance.now() - started).toBeLessThan(2_000);
});

test('a number kept as text is pointed out', () => {
  expect(conditionHolds('less_than', '4', '5').hint).toContain('plus: 0');
  expect(conditionHolds('less_than', 'four', '5').hint).toBeUndefined();
});
