/** What one place of the file says against another. */
export interface CrossFault {
  /** Of the key to change: ["topics", 0, "queue"]. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}
