/** Whether an object is part of an installation of Istio. */
export function isControlPlane(labels: Readonly<Record<string, string>>): boolean {
  return labels.istio !== undefined || labels.release === 'istio';
}
