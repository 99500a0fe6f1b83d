type Version = readonly [major: number, minor: number, patch: number];

interface Bound {
  readonly compare: '>=' | '<' | '>' | '<=';
  readonly version: Version;
}

/**
 * Whether an installed version fits what a package.json asks for: exact versions, `^`, `~`, comparators, `x` and `*`, hyphen
 * ranges, `||`. A pre-release fits only when it is asked for by its exact name. Tags ("latest") fit every version.
 */
export function fitsRange(version: string, range: string): boolean {
  const wanted = range.trim().replace(/^[v=]+/, '');
  if (wanted === version || /^[a-z]+$/i.test(wanted)) return true;
  const installed = /^(\d+)\.(\d+)\.(\d+)(?:\+.*)?$/.exec(version);
  if (!installed) return false;
  const parsed: Version = [Number(installed[1]), Number(installed[2]), Number(installed[3])];
  return wanted.split('||').some(part => boundsOf(part.trim())?.every(bound => fits(parsed, bound)) ?? false);
}

function fits(version: Version, { compare, version: bound }: Bound): boolean {
  const order = version[0] - bound[0] || version[1] - bound[1] || version[2] - bound[2];
  if (compare === '>=') return order >= 0;
  if (compare === '<=') return order <= 0;
  return compare === '>' ? order > 0 : order < 0;
}

/** Undefined when it is no range at all. */
function boundsOf(part: string): readonly Bound[] | undefined {
  const hyphen = /^(\S+)\s+-\s+(\S+)$/.exec(part);
  const words = hyphen ? [`>=${hyphen[1]}`, `<=${hyphen[2]}`] : part.replace(/([<>=^~])\s+/g, '$1').split(/\s+/);
  const bounds: Bound[] = [];
  for (const word of words) {
    const more = comparatorBounds(word);
    if (!more) return undefined;
    bounds.push(...more);
  }
  return bounds;
}

function comparatorBounds(word: string): readonly Bound[] | undefined {
  const match = /^(\^|~|>=|<=|>|<|=)?v?(?:(\d+)|[xX*])?(?:\.(?:(\d+)|[xX*]))?(?:\.(?:(\d+)|[xX*])(?:[-+].*)?)?$/.exec(
    word,
  );
  if (!match) return undefined;
  const [, operator = '=', ...parts] = match;
  const numbers = parts.map(part => (part === undefined ? undefined : Number(part)));
  const [major, minor, patch] = numbers;
  if (major === undefined) return [];
  const floor: Version = [major, minor ?? 0, patch ?? 0];
  const ceiling = ceilingOf(operator, numbers);
  if (operator === '>=') return [{ compare: '>=', version: floor }];
  if (operator === '<') return [{ compare: '<', version: floor }];
  if (operator === '>')
    return [patch === undefined ? { compare: '>=', version: ceiling } : { compare: '>', version: floor }];
  if (operator === '<=') return [{ compare: '<', version: ceiling }];
  return [
    { compare: '>=', version: floor },
    { compare: '<', version: ceiling },
  ];
}

/** The first version that is too high. `^` keeps the first number that is not zero; `~` keeps the minor. */
function ceilingOf(operator: string, [major = 0, minor, patch]: readonly (number | undefined)[]): Version {
  if (minor === undefined) return [major + 1, 0, 0];
  if (operator === '^' && major > 0) return [major + 1, 0, 0];
  if (operator === '~' || patch === undefined) return [major, minor + 1, 0];
  if (operator === '^' && minor > 0) return [0, minor + 1, 0];
  return [major, minor, patch + 1];
}
