import type { WorkerProcess } from './worker-process';

/** Starts that may go on at the same time beyond the first ones: a start costs a processor for a while. */
const STARTS_AT_ONCE = 4;
/** How often a queue is looked at. */
const LOOK_MS = 25;
/**
 * With no process freed for so long, all of them are taken to be waiting for something: more processes help. Longer than a first request
 * takes, which loads the SDKs it needs: processes that are busy with that only get slower by company.
 */
const STUCK_MS = 400;

/** How a pool gets its processes, and how many. */
export interface PoolOptions {
  start(): Promise<WorkerProcess>;
  /** So many start as soon as they are wanted; more only when those that run are stuck. */
  readonly eagerProcesses: number;
  readonly maxProcesses: number;
}

/** The processes of one build in one environment. */
export interface WorkerPool {
  /** The process that was used last, or a new one, or the next that becomes free. Rejects when none could be started or the pool is closed. */
  acquire(): Promise<WorkerProcess>;
  release(worker: WorkerProcess): void;
  /** Ends each process as soon as nobody needs it. Who waits is still served. */
  retire(): void;
  /** Ends all processes now. */
  close(): Promise<void>;
}

interface Waiter {
  readonly sinceMs: number;
  resolve(worker: WorkerProcess): void;
  reject(error: unknown): void;
}

/** A pool that starts empty. Processes that work in turn are left to it; processes that block each other get company. */
export function createWorkerPool(options: PoolOptions): WorkerPool {
  return new Pool(options);
}

class Pool implements WorkerPool {
  private readonly idle: WorkerProcess[] = [];
  private readonly busy = new Set<WorkerProcess>();
  private readonly starting = new Set<Promise<void>>();
  private waiting: Waiter[] = [];
  private freedMs = 0;
  private retired = false;
  private look: NodeJS.Timeout | undefined;

  constructor(private readonly options: PoolOptions) {}

  acquire(): Promise<WorkerProcess> {
    for (let worker = this.idle.pop(); worker; worker = this.idle.pop()) {
      if (!worker.alive) continue;
      this.busy.add(worker);
      return Promise.resolve(worker);
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ sinceMs: performance.now(), resolve, reject });
      this.grow();
    });
  }

  release(worker: WorkerProcess): void {
    this.busy.delete(worker);
    this.freedMs = performance.now();
    if (worker.alive) void this.offer(worker);
    else this.grow();
  }

  retire(): void {
    this.retired = true;
    for (const worker of this.idle.splice(0)) void worker.stop();
  }

  async close(): Promise<void> {
    const waiting = this.waiting;
    this.waiting = [];
    this.retired = true;
    clearTimeout(this.look);
    for (const waiter of waiting) waiter.reject(new Error('The local Twilio is closing'));
    await Promise.all([...this.idle.splice(0), ...this.busy].map(worker => worker.stop()));
    await Promise.all(this.starting);
  }

  private async offer(worker: WorkerProcess): Promise<void> {
    const waiter = this.waiting.shift();
    if (waiter) {
      this.busy.add(worker);
      waiter.resolve(worker);
    } else if (this.retired) await worker.stop();
    else this.idle.push(worker);
  }

  private grow(): void {
    while (this.shouldStart()) this.startOne();
    if (this.waiting.length === 0 || this.look) return;
    this.look = setTimeout(() => {
      this.look = undefined;
      this.grow();
    }, LOOK_MS);
  }

  private shouldStart(): boolean {
    const processes = this.busy.size + this.idle.length + this.starting.size;
    const oldest = this.waiting[0];
    if (!oldest || this.waiting.length <= this.starting.size || processes >= this.options.maxProcesses) return false;
    if (processes < this.options.eagerProcesses) return true;
    const stuckMs = performance.now() - Math.max(oldest.sinceMs, this.freedMs);
    return stuckMs >= STUCK_MS && this.starting.size < STARTS_AT_ONCE;
  }

  private startOne(): void {
    const started = this.options.start().then(
      worker => {
        this.starting.delete(started);
        return this.offer(worker);
      },
      error => {
        this.starting.delete(started);
        this.waiting.shift()?.reject(error);
      },
    );
    this.starting.add(started);
  }
}
