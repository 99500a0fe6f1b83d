import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { World } from '../../contract';
import type { BuildRecord, EnvironmentRecord, ServerlessRecords, ServiceRecord } from '../records';
import { writeBuildFolder, type BuildFolder } from './build-folder';
import { buildWorker, linekitFolder } from './build-worker';
import type { Packages } from './packages';
import { createWorkerPool, type WorkerPool } from './worker-pool';
import { startWorker, type WorkerProcess } from './worker-process';

/** What processes are made of. */
export interface SiteOptions {
  readonly packages: Packages;
  /** Asked when a process starts: where its traffic goes, and the PEM file of the authority it trusts. */
  gateway(): { readonly port: number; readonly caFile: string };
  /** Processes of one build that start as soon as requests overlap; more only when those that run are stuck. As many as there are cores by default. */
  readonly eagerProcesses?: number;
  /** Processes of one build that may run at once. */
  readonly maxProcesses: number;
}

/** A build that is deployed. */
export interface Deployed {
  readonly service: ServiceRecord;
  readonly environment: EnvironmentRecord;
  readonly build: BuildRecord;
}

/** The processes that serve environments. A new deployment or a changed variable means fresh processes for what comes next. */
export interface Sites {
  /** Writes the build to disk at first use. */
  poolOf(deployed: Deployed): WorkerPool;
  close(): Promise<void>;
}

/** No process runs until it is asked for. */
export function createSites(world: World, records: ServerlessRecords, options: SiteOptions): Sites {
  return new SiteMap(world, records, options);
}

interface Site {
  /** The build's content and the variables. */
  readonly key: string;
  readonly pool: WorkerPool;
}

class SiteMap implements Sites {
  private readonly sites = new Map<string, Site>();
  private readonly pools = new Set<WorkerPool>();
  private readonly folders = new Map<string, BuildFolder>();
  private readonly digests = new WeakMap<BuildRecord, string>();
  private sockets = 0;

  constructor(
    private readonly world: World,
    private readonly records: ServerlessRecords,
    private readonly options: SiteOptions,
  ) {}

  poolOf(deployed: Deployed): WorkerPool {
    const variables = this.variablesOf(deployed);
    const key = `${this.digestOf(deployed.build)} ${JSON.stringify(variables)}`;
    const known = this.sites.get(deployed.environment.sid);
    if (known?.key === key) return known.pool;
    known?.pool.retire();
    const pool = createWorkerPool({
      eagerProcesses: this.options.eagerProcesses ?? availableParallelism(),
      maxProcesses: this.options.maxProcesses,
      start: async () => this.startProcess(deployed, variables),
    });
    this.pools.add(pool);
    this.sites.set(deployed.environment.sid, { key, pool });
    return pool;
  }

  async close(): Promise<void> {
    await Promise.all([...this.pools].map(pool => pool.close()));
    for (const folder of this.folders.values()) folder.remove();
  }

  private startProcess({ environment, build }: Deployed, variables: Record<string, string>): Promise<WorkerProcess> {
    const { folder, routes } = this.folderOf(build);
    const { port, caFile } = this.options.gateway();
    return startWorker({
      workerFile: buildWorker(),
      caFile,
      start: {
        socketPath: this.socketPath(folder),
        baseDir: folder,
        runtimeFolder: runtimeFolder(build, folder),
        domainName: environment.domain_name,
        routes,
        environment: variables,
        gatewayPort: port,
      },
    });
  }

  /** What `context` holds beside PATH: the variables, and over them what Twilio sets itself. */
  private variablesOf({ service, environment }: Deployed): Record<string, string> {
    const own = this.records.variables.filter(({ environment_sid }) => environment_sid === environment.sid);
    const account = this.world.accounts.find(service.account_sid);
    return {
      ...Object.fromEntries(own.map(({ key, value }) => [key, value])),
      ...(service.include_credentials && account && { ACCOUNT_SID: account.sid, AUTH_TOKEN: account.authToken }),
      DOMAIN_NAME: environment.domain_name,
      SERVICE_SID: service.sid,
      ENVIRONMENT_SID: environment.sid,
    };
  }

  private folderOf(build: BuildRecord): BuildFolder {
    const digest = this.digestOf(build);
    const known = this.folders.get(digest);
    if (known) return known;
    const { packages } = this.options;
    const written = writeBuildFolder(build, { contents: this.records.contents, packages });
    this.folders.set(digest, written);
    return written;
  }

  /** Of what is in the build, not of its sid: a restored store may use a sid again for something else. */
  private digestOf(build: BuildRecord): string {
    const known = this.digests.get(build);
    if (known !== undefined) return known;
    const hash = createHash('sha256').update(JSON.stringify(build));
    for (const { sid } of [...build.function_versions, ...build.asset_versions]) {
      hash.update(this.records.contents.get(sid)?.base64 ?? '');
    }
    const digest = hash.digest('hex');
    this.digests.set(build, digest);
    return digest;
  }

  private socketPath(folder: string): string {
    this.sockets += 1;
    const name = `worker-${this.sockets}.sock`;
    return process.platform === 'win32' ? `\\\\.\\pipe\\linekit-${process.pid}-${name}` : join(folder, name);
  }
}

/** Where `@twilio/runtime-handler` is looked for: beside the build when it declares it, else in linekit. */
function runtimeFolder({ dependencies }: BuildRecord, folder: string): string {
  return dependencies.some(({ name }) => name === '@twilio/runtime-handler') ? folder : linekitFolder();
}
