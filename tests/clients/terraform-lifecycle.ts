import type { Family, Managed } from './terraform-family';

/** What is expected of a family on its way from nothing to nothing. */
export interface Lifecycle {
  /** What the provider's names begin with: every resource and data source of them is in the files. */
  readonly prefixes: readonly string[];
  /** What data sources read at first, and when the second properties are there. */
  readonly found: { readonly first: unknown; readonly second: unknown };
  /** What the change to the second properties plans, by address. */
  readonly changes: Readonly<Record<string, string>>;
  /** The id by which something is imported; undefined for what Terraform can't import. */
  readonly importId: (managed: Managed) => string | undefined;
  /** What an import can't read back: what a plan after it changes once, by address. */
  readonly afterImport?: Readonly<Record<string, string>>;
  /** The list, by its URL, that has nothing left of the family in the end. */
  readonly gone: string;
  /** How many of the list there were before, and stay. Defaults to none. */
  readonly stays?: number;
  /** What else holds while the first or the second properties are there. */
  readonly whileThere?: (mark: 'first' | 'second') => Promise<void>;
}

/** Tests a family's life: planned, made, changed, unchanged, imported, destroyed. */
export function testLifecycle(family: Family, expected: Lifecycle): void {
  const second = ['-var', 'changed=true'];

  test('the project has every resource and data source of the family', async () => {
    expect(await family.unused(...expected.prefixes)).toEqual([]);
  });

  test('plan and apply make everything; a second plan is empty', async () => {
    const planned = await family.plan();
    expect(new Set(Object.values(planned))).toEqual(new Set(['create']));
    await family.run('apply', 'plan');
    expect((await family.managed()).map(({ address }) => address).sort()).toEqual(Object.keys(planned).sort());
    expect(await family.found()).toEqual(expected.found.first);
    await expected.whileThere?.('first');
    expect(await family.plan()).toEqual({});
  });

  test('what is changed is planned, applied and read back; then a plan is empty again', async () => {
    expect(await family.plan(...second)).toEqual(expected.changes);
    await family.run('apply', 'plan');
    expect(await family.plan(...second)).toEqual({});
    expect(await family.found()).toEqual(expected.found.second);
    await expected.whileThere?.('second');
  });

  test('what a state forgot is imported as it is', async () => {
    const imports = (await family.managed()).flatMap(managed => {
      const id = expected.importId(managed);
      return id === undefined ? [] : [{ address: managed.address, id }];
    });
    if (imports.length > 0) await family.run('state', 'rm', ...imports.map(({ address }) => address));
    const blocks = imports.map(({ address, id }) => `import {\n  to = ${address}\n  id = "${id}"\n}\n`);
    family.write('imports.tf', blocks.join(''));
    const planned = await family.plan(...second);
    expect(planned).toEqual({
      ...Object.fromEntries(imports.map(({ address }) => [address, 'import'])),
      ...expected.afterImport,
    });
    await family.run('apply', 'plan');
    family.write('imports.tf', '');
    expect(await family.plan(...second)).toEqual({});
  });

  test('destroy leaves nothing', async () => {
    await family.run('destroy', '-auto-approve', ...second);
    expect(await family.managed()).toEqual([]);
    expect(await family.list(expected.gone)).toHaveLength(expected.stays ?? 0);
  });
}
