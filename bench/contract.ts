/** One figure that matters, as `npx linekit bench` prints it. */
export interface BenchFigure {
  /** What was measured, in words that stay the same from run to run: "cold require of /lines/now". */
  readonly name: string;
  readonly value: number;
  /** "ms", "calls/s", "MB" … */
  readonly unit: string;
  /** What we hold ourselves to, in words: "≤ 10 ms". */
  readonly goal?: string;
  /** Whether the goal is met; only with a goal. */
  readonly ok?: boolean;
}

/** What every file of bench/ but this one exports, under the name `figures`. */
export type Figures = () => Promise<BenchFigure[]>;
