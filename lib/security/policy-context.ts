import type { IConstruct } from 'constructs';
import type { AuthorizationPolicyAction } from '../../imports/security';
import type { TargetPorts } from './target-ports';

/** What the parts of a rule are written for. */
export interface PolicyContext {
  readonly scope: IConstruct;
  readonly action: `${AuthorizationPolicyAction}`;
  readonly ports: TargetPorts;
}
