/**
 * Annotations that say of findings that they are known: `istioctl analyze` and Kiali read the codes, people the reason. The checks of this
 * library honor both.
 */
export function accepted(codes: readonly string[], reason: string): Record<string, string> {
  const forKiali = codes.filter((code) => code.startsWith('KIA'));
  const others = codes.filter((code) => !code.startsWith('KIA'));
  return {
    ...(others.length > 0 && { 'galley.istio.io/analyze-suppress': others.join(',') }),
    ...(forKiali.length > 0 && { 'kiali.io/ignore-validations': forKiali.join(',') }),
    'cdk8s-istio/accepted': reason,
  };
}
