import type { KeyPair } from './certificates';
import type { ZtunnelPolicy, ZtunnelPods } from './ztunnel-policies';
import type { Child } from './child';
import type { Manifest } from './manifest';
import { processes } from './processes';

/** A configuration of the mesh, as the `serve` command of the program takes it. */
export interface IstiodConfig {
  readonly manifests: Manifest[];
  readonly meshConfig: string;
  readonly dns: { address: string; port: number };
  readonly identities: { [address: string]: string };
  readonly proxies: string[];
  readonly publicAuthority: string;
}

/** A host that istiod tells ztunnel of. */
export interface AmbientService {
  readonly hostname: string;
  readonly addresses: string[];
  /** The host of the waypoint to which ztunnel sends the connections. */
  readonly waypoint?: string;
}

/** What ztunnel knows: hosts, and the identity of each workload by its address. */
export interface AmbientState {
  readonly services: AmbientService[];
  /** What istiod makes of the policies of Istio, and by address of pods which of them select these. */
  readonly policies: ZtunnelPolicy[];
  readonly pods: { [address: string]: ZtunnelPods };
  readonly pairs: { [address: string]: KeyPair };
  readonly authority: string;
}

interface IstiodEvent {
  readonly event: 'ready' | 'settled' | 'ack' | 'nack' | 'removed' | 'error';
  readonly address?: string;
  readonly generation?: number;
  readonly proxy?: string;
  readonly type?: string;
  readonly names?: string[];
  readonly text?: string;
  readonly ambient?: AmbientState;
}

type Waiter = (event: IstiodEvent) => void;

/** Real istiod code that serves proxies on a loopback port. */
export class Istiod {
  /** What a proxy refused or istiod could not serve: any of it fails the scenario. */
  public readonly failures: string[] = [];
  /** Secrets that proxies asked for and did not get. */
  public readonly missing: string[] = [];
  /** What ztunnel would know now; undefined without ambient mode. */
  public ambient?: AmbientState;
  /** What proxies may refuse, by the text of their refusal. */
  public mayBeRefused?: RegExp;
  private readonly child: Child;
  private readonly waiting = new Set<Waiter>();
  private generation = 0;
  private lastSettled = 0;

  /** @param environment of its process, beside that of this one */
  constructor(environment: { [name: string]: string } = {}) {
    this.child = processes().istiods.take(environment);
    this.child.onLine = (line) => this.receive(JSON.parse(line) as IstiodEvent);
  }

  /** Gives the first configuration; answers with the address of xDS and SDS. */
  public async start(config: IstiodConfig): Promise<string> {
    const ready = this.event('start', (event) => event.event === 'ready', 20_000);
    this.replace(config);
    return (await ready).address!;
  }

  /** Replaces the configuration. */
  public replace(config: IstiodConfig): void {
    this.child.send(JSON.stringify({ generation: ++this.generation, ...config }));
  }

  /** Resolves when every proxy has the last configuration and nothing more is under way. */
  public async settled(): Promise<void> {
    const { generation } = this;
    if (this.lastSettled < generation) {
      await this.event('settle', (event) => event.event === 'settled' && event.generation === generation, 20_000);
    }
  }

  /** What went wrong since the start. */
  public problem(): Error | undefined {
    if (!this.child.alive) {
      return this.failure('ended');
    }
    return this.failures.length > 0 ? this.failure('failed:') : undefined;
  }

  public async stop(): Promise<void> {
    await processes().istiods.giveBack(this.child);
  }

  private receive(event: IstiodEvent): void {
    if (event.event === 'settled') {
      this.lastSettled = event.generation!;
      this.ambient = event.ambient;
    } else if (event.event === 'nack' && !this.mayBeRefused?.test(event.text ?? '')) {
      this.failures.push(`${event.proxy} refused ${event.type}: ${event.text}`);
    } else if (event.event === 'error') {
      this.failures.push(`istiod${event.proxy ? ` for ${event.proxy}` : ''}: ${event.text}`);
    } else if (event.event === 'removed' && event.type!.endsWith('Secret')) {
      this.missing.push(`${event.proxy} got no Secret ${event.names!.join(', ')}`);
    }
    this.waiting.forEach((waiter) => waiter(event));
  }

  private async event(
    what: string,
    wanted: (event: IstiodEvent) => boolean,
    milliseconds: number,
  ): Promise<IstiodEvent> {
    let timer: NodeJS.Timeout | undefined;
    let waiter: Waiter | undefined;
    try {
      return await new Promise<IstiodEvent>((resolve, reject) => {
        timer = setTimeout(() => reject(this.failure(`did not ${what} in ${milliseconds / 1000} s`)), milliseconds);
        void this.child.ended.then((how) => reject(this.failure(`ended with ${how}`)));
        waiter = (event) => {
          if (event.event === 'error') {
            reject(this.failure('could not go on'));
          } else if (wanted(event)) {
            resolve(event);
          }
        };
        this.waiting.add(waiter);
      });
    } finally {
      clearTimeout(timer);
      this.waiting.delete(waiter!);
    }
  }

  private failure(what: string): Error {
    return this.child.error([what, ...this.failures, ...this.missing].join('\n'));
  }
}
