import type { WorkerProcess } from './worker-process';

/** Starts that may go on at the same time beyond the first ones: a start costs a processor for a while. */
const STARTS_AT_ONCE = 4;
/** How often a queue is looked at. */
const LOOK_MS = 25;
/**
 * A process that is busy with one request for so long is taken to be waiting for something: more processes help. Longer than a first request
 * takes, which loads the SDKs it needs: processes that are busy with that only get slower by company.
 */
const STUCK_MS = 400;

/** How a pool gets its processes, and how many. */
export interface PoolOptions {
  start(): Promise<WorkerProcess>;
  /** So many start as soon as they are wanted; more only when half of those that run are stuck, and somebody waited as long. */
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
  /** With the moment since when. */
  private readonly busy = new Map<WorkerProcess, number>();
  private readonly starting = new Set<Promise<void>>();
  private waiting: Waiter[] = [];
  private retired = false;
  private look: NodeJS.Timeout | undefined;

  constructor(private readonly options: PoolOptions) {}

  acquire(): Promise<WorkerProcess> {
    for (let worker = this.idle.pop(); worker; worker = this.idle.pop()) {
      if (!worker.alive) continue;
      this.busy.set(worker, performance.now());
      return Promise.resolve(worker);
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ sinceMs: performance.now(), resolve, reject });
      this.grow();
    });
  }

  release(worker: WorkerProcess): void {
    this.busy.delete(worker);
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
    await Promise.all([...this.idle.splice(0), ...this.busy.keys()].map(worker => worker.stop()));
    await Promise.all(this.starting);
  }

  private async offer(worker: WorkerProcess): Promise<void> {
    const waiter = this.waiting.shift();
    if (waiter) {
      this.busy.set(worker, performance.now());
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
    const stuckSinceMs = performance.now() - STUCK_MS;
    if (oldest.sinceMs > stuckSinceMs || this.starting.size >= STARTS_AT_ONCE || this.busy.size === 0) return false;
    const stuck = [...this.busy.values()].filter(sinceMs => sinceMs <= stuckSinceMs);
    return stuck.length * 2 >= this.busy.size;
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
