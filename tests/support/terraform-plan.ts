/** What a plan would do with a resource: "create", "update", "delete+create", "import", "import+update"; what stays is left out. */
export type PlannedActions = Readonly<Record<string, string>>;

/** What `terraform show -json` prints of a plan, as far as it is read here. */
export interface TerraformPlan {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly mode: 'managed' | 'data';
    readonly change: { readonly actions: readonly string[]; readonly importing?: object };
  }[];
}

/** What a plan would do with what it manages. */
export function actionsOf({ resource_changes: changes = [] }: TerraformPlan): PlannedActions {
  return Object.fromEntries(
    changes
      .filter(({ mode }) => mode === 'managed')
      .map(({ address, change }) => {
        const actions = change.actions.filter(action => action !== 'no-op');
        return [address, [...(change.importing ? ['import'] : []), ...actions].join('+')] as const;
      })
      .filter(([, actions]) => actions !== ''),
  );
}
