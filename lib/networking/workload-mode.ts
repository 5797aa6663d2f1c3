/**
 * Which requests of a proxy are meant: those that its pod sends, or those that come to it. A gateway is the client of what is behind it.
 *
 * @see https://istio.io/latest/docs/reference/config/type/workload-selector/#WorkloadMode
 */
export enum WorkloadMode {
  /** Those that the pod sends, and all of a gateway. */
  CLIENT = 'CLIENT',
  /** Those that come to the pod. */
  SERVER = 'SERVER',
  /** Both. */
  CLIENT_AND_SERVER = 'CLIENT_AND_SERVER',
}
