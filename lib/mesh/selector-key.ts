/** A selector as Kubernetes writes it: `app=gateway,istio=ingressgateway`. */
export function selectorKey(selector: Readonly<Record<string, string>> = {}): string {
  return Object.keys(selector)
    .sort()
    .map((key) => `${key}=${selector[key]}`)
    .join(',');
}
