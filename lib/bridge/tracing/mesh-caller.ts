import type { Workload } from '../../mesh/workload';
import type { Asked } from './asked';
import type { CallOptions, RequestOptions } from './call-options';
import { askMesh } from './mesh-question';
import type { Trace } from './trace';

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
    return askMesh(this.asked, options, { what: 'MeshCaller.get', owner: 'CallOptions', url, from: this.workload });
  }

  /**
   * Where a request of any method goes, or a connection: `tls://host:port`, `tcp://host:port`.
   *
   * @param url what is asked
   * @param options method and headers, and how the client connects
   */
  public request(url: string, options: RequestOptions = {}): Trace {
    return askMesh(this.asked, options, {
      what: 'MeshCaller.request',
      owner: 'RequestOptions',
      url,
      from: this.workload,
    });
  }
}
