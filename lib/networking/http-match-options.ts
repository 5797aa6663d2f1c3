import type { IGateway } from './gateway-handle';
import type { StringMatch } from './string-match';

/**
 * Conditions on a request; all of them must match.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export interface HttpMatchOptions {
  /**
   * The path, without the query. A prefix is a prefix of the text: "/api" also matches "/apiary". Istio field `uri`.
   *
   * @default - any path
   */
  readonly uri?: StringMatch;

  /**
   * Whether upper and lower case are the same in `uri` (exact and prefix only). Istio field `ignoreUriCase`.
   *
   * @default false
   */
  readonly ignoreUriCase?: boolean;

  /**
   * "http" or "https". Istio field `scheme`.
   *
   * @default - any
   */
  readonly scheme?: StringMatch;

  /**
   * The HTTP method, in capitals. Istio field `method`.
   *
   * @default - any method
   */
  readonly method?: StringMatch;

  /**
   * The host and port that the client requested. Istio field `authority`.
   *
   * @default - the hosts of the VirtualService
   */
  readonly authority?: StringMatch;

  /**
   * Required headers and their values, by their names in lower case. All of them must match.
   * Istio field `headers`.
   *
   * @default - none
   */
  readonly headers?: Record<string, StringMatch>;

  /**
   * Headers that must not have these values, by their names in lower case. Istio field `withoutHeaders`.
   *
   * @default - none
   */
  readonly withoutHeaders?: Record<string, StringMatch>;

  /**
   * Parameters of the query, by name. Istio field `queryParams`.
   *
   * @default - none
   */
  readonly queryParams?: Record<string, StringMatch>;

  /**
   * The port number that the client called. Istio field `port`.
   *
   * @default - any port
   */
  readonly port?: number;

  /**
   * Labels of the calling pod; for rules in the mesh. Istio field `sourceLabels`.
   *
   * @default - any caller
   */
  readonly sourceLabels?: Record<string, string>;

  /**
   * Namespace of the calling pod; for rules in the mesh. Istio field `sourceNamespace`.
   *
   * @default - any namespace
   */
  readonly sourceNamespace?: string;

  /**
   * Through which gateways the request came, out of those of the VirtualService (`Gateway.mesh()` for callers in the mesh).
   * Istio field `gateways`.
   *
   * Rejects a gateway that the VirtualService is not bound to, and `sourceLabels` and `sourceNamespace` beside it: Istio does not compare
   * them then.
   *
   * @default - all gateways of the VirtualService
   */
  readonly gateways?: IGateway[];

  /**
   * A name for the match; it is added to the route's name in access logs. Istio field `name`.
   *
   * @default - none
   */
  readonly name?: string;

  /**
   * Prefix of the statistics of this match. Istio field `statPrefix`.
   *
   * @default - no separate statistics
   */
  readonly statPrefix?: string;
}
