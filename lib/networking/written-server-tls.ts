import type { ServerTlsSettings } from '../../imports/networking';
import type { Value } from '../core/value';

/** Settings that a pattern has written and checked already. They stand wherever a ServerTls would stand. */
export class WrittenServerTls implements Value {
  constructor(private readonly json: ServerTlsSettings) {}

  /** @internal */
  public _toJson(): ServerTlsSettings {
    return this.json;
  }
}
