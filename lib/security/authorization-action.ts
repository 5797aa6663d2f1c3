import type { AuthorizationPolicyAction } from '../../imports/security';
import type { Problems } from '../core/problems';
import { show } from '../core/problems';
import { dnsLabelProblem } from '../kubernetes/names';

/**
 * What a policy does with requests that its rules match. For one request the policies with a custom action are asked first, then those that
 * deny, then those that allow. Where a policy allows anything to some pods, all that none allows is refused.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-Action
 */
export class AuthorizationAction {
  /** Lets them in, and nothing else that no other policy lets in. */
  public static readonly ALLOW = new AuthorizationAction('ALLOW');
  /** Refuses them, whatever other policies allow. */
  public static readonly DENY = new AuthorizationAction('DENY');
  /** Marks them for a provider that keeps records; it lets in and refuses nothing. */
  public static readonly AUDIT = new AuthorizationAction('AUDIT');

  /**
   * Asks an authorizer outside of Istio.
   *
   * @param provider its name among the `extensionProviders` of MeshConfig
   */
  public static custom(provider: string): AuthorizationAction {
    return new AuthorizationAction('CUSTOM', provider);
  }

  private constructor(
    private readonly action: `${AuthorizationPolicyAction}`,
    private readonly provider?: string,
  ) {}

  /** @internal */
  public get _name(): `${AuthorizationPolicyAction}` {
    return this.action;
  }

  /** @internal */
  public _write(problems: Problems): { action: string; provider?: { name: string } } {
    if (this.action !== 'CUSTOM') {
      return { action: this.action };
    }
    if (typeof this.provider !== 'string' || this.provider === '') {
      problems.add(
        '',
        `${show(this.provider)} is not the name of a provider. Write the name of one of meshConfig.extensionProviders: AuthorizationAction.custom('ext-authz').`,
      );
    } else if (dnsLabelProblem(this.provider, 'the name of a provider') !== undefined) {
      // pilot/pkg/security/authz/builder/extauthz.go: validateProviderName
      problems.add(
        '',
        `${show(this.provider)} is no name that Istio 1.31 takes for an authorizer (small letters, digits and "-", at most 63 characters), so every request would be refused. Name it "ext-authz" in meshConfig.extensionProviders, and write that.`,
      );
    }
    return { action: this.action, provider: { name: this.provider! } };
  }
}
