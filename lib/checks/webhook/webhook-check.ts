import type { Kind } from '../../mesh/reading/kind';
import type { Mesh } from '../../mesh/reading/mesh';
import type { MeshObject } from '../../mesh/reading/mesh-object';
import type { Codes, Reporter } from '../check';

/** What istiod's webhook says of one object. */
export interface WebhookCheck<K extends Kind = Kind> {
  /** The name of its file. */
  readonly name: string;
  readonly kind: K;
  /** The function of Istio's `pkg/config/validation` that it mirrors. */
  readonly mirrors: string;
  /** All codes that it may report. */
  readonly codes: Codes;
  run(object: MeshObject<K>, verdict: WebhookVerdict, mesh: Mesh): void;
}

/** Takes what the webhook rejects (IST0106) and what it only warns of (IST0133, or a code of its own). */
export class WebhookVerdict {
  constructor(
    private readonly object: MeshObject,
    private readonly report: Reporter,
  ) {}

  /** The object would be rejected. */
  public error(path: string, message: string, fix: string): void {
    this.report({ code: 'IST0106', object: this.object, path, message, fix });
  }

  /** The object would be taken, with a warning. */
  public warning(path: string, message: string, fix: string, code: string = 'IST0133'): void {
    this.report({ code, object: this.object, path, message, fix });
  }
}
