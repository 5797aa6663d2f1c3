import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { MeshedNamespace } from '../meshed-namespace';
import { BookinfoWorkloads } from './workloads';

export class BookinfoChart extends Chart {
  constructor(scope: Construct, id: string = 'bookinfo') {
    super(scope, id, { namespace: 'bookinfo' });
    new MeshedNamespace(this, 'Namespace', 'bookinfo');
    new BookinfoWorkloads(this, 'Workloads');
  }
}
