/**
 * The metrics that proxies count by themselves.
 *
 * @see https://istio.io/latest/docs/reference/config/metrics/
 */
export enum IstioMetric {
  /** Each of them. */
  ALL_METRICS = 'ALL_METRICS',
  /** Requests. In Prometheus `istio_requests_total`. */
  REQUEST_COUNT = 'REQUEST_COUNT',
  /** How long requests take. `istio_request_duration_milliseconds`. */
  REQUEST_DURATION = 'REQUEST_DURATION',
  /** Bytes of requests. `istio_request_bytes`. */
  REQUEST_SIZE = 'REQUEST_SIZE',
  /** Bytes of responses. `istio_response_bytes`. */
  RESPONSE_SIZE = 'RESPONSE_SIZE',
  /** Connections that were opened. `istio_tcp_connections_opened_total`. */
  TCP_OPENED_CONNECTIONS = 'TCP_OPENED_CONNECTIONS',
  /** Connections that were closed. `istio_tcp_connections_closed_total`. */
  TCP_CLOSED_CONNECTIONS = 'TCP_CLOSED_CONNECTIONS',
  /** Bytes of responses on connections. `istio_tcp_sent_bytes_total`. */
  TCP_SENT_BYTES = 'TCP_SENT_BYTES',
  /** Bytes of requests on connections. `istio_tcp_received_bytes_total`. */
  TCP_RECEIVED_BYTES = 'TCP_RECEIVED_BYTES',
  /** Messages of gRPC from clients. `istio_request_messages_total`. */
  GRPC_REQUEST_MESSAGES = 'GRPC_REQUEST_MESSAGES',
  /** Messages of gRPC from servers. `istio_response_messages_total`. */
  GRPC_RESPONSE_MESSAGES = 'GRPC_RESPONSE_MESSAGES',
}
