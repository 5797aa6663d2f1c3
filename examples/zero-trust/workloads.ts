import type * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { addWebServer } from '../web-server';

/** Three web servers, each of which can call the others. */
export class ZeroTrustWorkloads extends Construct {
  public readonly store: kplus.Deployment;
  public readonly orders: kplus.Deployment;
  public readonly reports: kplus.Deployment;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    [this.store, this.orders, this.reports] = ['store', 'orders', 'reports'].map((app) => addWebServer(this, app));
  }
}
