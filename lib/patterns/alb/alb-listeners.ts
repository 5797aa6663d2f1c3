import { expectBoolean, expectString } from '../../core/expect';
import type { Problems } from '../../core/problems';
import { show } from '../../core/problems';
import { ALB } from '../../istio/load-balancer';
import { writeCertificateArns } from '../certificate-arns';
import { writeCidrBlocks } from '../cidr-blocks';

/** What an application load balancer of AWS takes from clients. */
export interface AlbListenerOptions {
  /**
   * The certificates, by ARN; the first is for clients that name no host. Annotation `certificate-arn`.
   *
   * @default - the controller finds them in AWS Certificate Manager by the hosts
   */
  readonly certificateArns?: string[];

  /**
   * The security policy: protocol versions and cipher suites. Annotation `ssl-policy`.
   *
   * @default "ELBSecurityPolicy-TLS13-1-2-2021-06": TLS 1.2 and 1.3. That of the controller still takes TLS 1.0
   */
  readonly sslPolicy?: string;

  /**
   * Whether plain HTTP is redirected to HTTPS. Otherwise it is served as well. Annotation `ssl-redirect`.
   *
   * @default true
   */
  readonly redirect?: boolean;

  /**
   * Whether a port for plain HTTP is opened at all. Annotation `listen-ports`.
   *
   * Rejects false together with `redirect`, which is about that port.
   *
   * @default true
   */
  readonly plainHttp?: boolean;

  /**
   * The addresses from which clients may come, as CIDR blocks. Annotation `inbound-cidrs`.
   *
   * @default - any
   */
  readonly inboundCidrs?: string[];
}

/** TLS 1.2 and 1.3; the policy that the AWS Load Balancer Controller takes by itself, of 2016, has TLS 1.0. */
const SAFE_POLICY = 'ELBSecurityPolicy-TLS13-1-2-2021-06';

/** The annotations of an Ingress that say on which ports the load balancer listens, and how. */
export function writeListeners(
  { certificateArns, sslPolicy, redirect, plainHttp, inboundCidrs }: AlbListenerOptions,
  problems: Problems,
): Record<string, string | undefined> {
  const arns =
    certificateArns === undefined
      ? undefined
      : writeCertificateArns(
          certificateArns,
          problems,
          "is empty. Omit it, so that the controller finds them by the hosts, or write ['arn:aws:acm:...'].",
        );
  expectBoolean(redirect, problems, 'redirect');
  expectBoolean(plainHttp, problems, 'plainHttp');
  if (plainHttp === false && redirect !== undefined) {
    problems.add('redirect', 'applies to plain HTTP, which plainHttp: false disables. Omit one of them.');
  }
  const policy = expectString(sslPolicy, problems, 'sslPolicy', `'${SAFE_POLICY}'`) ?? SAFE_POLICY;
  if (!policy.startsWith('ELBSecurityPolicy-')) {
    problems.add('sslPolicy', `${show(policy)} is not the name of a security policy. Write '${SAFE_POLICY}'.`);
  }
  const blocks = writeCidrBlocks(
    inboundCidrs,
    problems,
    'inboundCidrs',
    "is empty, and the controller takes that for any address. Omit it, or write ['203.0.113.0/24'].",
  );
  return {
    [`${ALB}listen-ports`]: JSON.stringify([...(plainHttp === false ? [] : [{ HTTP: 80 }]), { HTTPS: 443 }]),
    [`${ALB}ssl-redirect`]: redirect === false || plainHttp === false ? undefined : '443',
    [`${ALB}certificate-arn`]: arns?.join(','),
    [`${ALB}ssl-policy`]: policy,
    [`${ALB}inbound-cidrs`]: blocks?.join(','),
  };
}
