/** A file that follows from others. */
export interface GeneratedFile {
  /** Relative to the repository. */
  readonly file: string;
  /** What it has to say now. */
  readonly text: string;
}
