import { ApiObject, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';

/** A namespace with exactly this name, whose pods get an Istio sidecar when they are created. */
export class MeshedNamespace extends kplus.Namespace {
  constructor(scope: Construct, id: string, name: string) {
    super(scope, id, { metadata: { name, labels: { 'istio-injection': 'enabled' } } });
    // The chart writes its namespace into every object; a Namespace itself has none.
    ApiObject.of(this).addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  }
}
