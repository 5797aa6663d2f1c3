import type { Workload } from '../../mesh/workload';
import type { Asked } from './asked';
import type { CallOptions, RequestOptions } from './call-options';
import type { Asking } from './mesh-question';
import { questionOf } from './mesh-question';
import { Trace } from './trace';

/**
 * Pods that call.
 *
 * Made by `Mesh.from`.
 */
export class MeshCaller {
  /** @internal */
  public static _of(asked: Asked, workload: Workload | string): MeshCaller {
    return new MeshCaller(asked, workload);
  }

  private constructor(
    private readonly asked: Asked,
    private readonly workload: Workload | string,
  ) {}

  /**
   * Where a GET goes.
   *
   * @param url `http://reviews/`, with any name that the pods may call a Service by
   * @param options headers, and how the client connects
   */
  public get(url: string, options: CallOptions = {}): Trace {
    return this.ask(url, options, { what: 'MeshCaller.get', owner: 'CallOptions' });
  }

  /**
   * Where a request of any method goes, or a connection: `tls://host:port`, `tcp://host:port`.
   *
   * @param url what is asked
   * @param options method and headers, and how the client connects
   */
  public request(url: string, options: RequestOptions = {}): Trace {
    return this.ask(url, options, { what: 'MeshCaller.request', owner: 'RequestOptions' });
  }
  private ask(url: string, options: RequestOptions, asking: Asking): Trace {
    const question = questionOf(url, options, { ...asking, from: this.workload });
    return Trace._of(this.asked.answer(question), this.asked);
  }
}
