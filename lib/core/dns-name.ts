const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';

/** The form of a label of DNS as Kubernetes writes them (RFC 1123), whatever its length: `shop`, `shop-2`. */
export const DNS_LABEL = new RegExp(`^${LABEL}$`);

/** The form of labels of DNS joined by dots, whatever their length: `shop.example.com`. */
export const DNS_SUBDOMAIN = new RegExp(`^${LABEL}(\\.${LABEL})*$`);

/** The form of `namespace/name`. */
export const NAMESPACED_NAME = new RegExp(`^${LABEL}/${LABEL}$`);
