/**
 * How an object says that a finding about it is known: one annotation for each code, with the reason as its value. `istioctl analyze` and Kiali
 * read annotations of their own, which name the code too.
 */
export const ACCEPT_PREFIX = 'accept.cdk8s-istio/';

/** The codes that `istioctl analyze` leaves out for an object, and those that Kiali does. The checks of this library honor both. */
export const FOR_ISTIO = 'galley.istio.io/analyze-suppress';
export const FOR_KIALI = 'kiali.io/ignore-validations';

/**
 * The annotations that accept a code.
 *
 * @param present those that the object has
 */
export function acceptance(
  code: string,
  reason: string,
  present: Readonly<Record<string, string>>,
): Record<string, string> {
  const listed = (name: string): Record<string, string> => {
    const codes = (present[name] ?? '').split(',').map((each) => each.trim());
    return { [name]: [...codes.filter((each) => each !== '' && each !== code), code].join(',') };
  };
  return {
    [`${ACCEPT_PREFIX}${code}`]: reason,
    ...(code.startsWith('IST') && listed(FOR_ISTIO)),
    ...(code.startsWith('KIA') && listed(FOR_KIALI)),
  };
}

/**
 * The annotations of an object that a pattern makes knowingly, although some checks may find something wrong with it. Whether they do depends on
 * the rest of the mesh, so unlike an {@link acceptance} this one is never said to take nothing away.
 */
export function foreseen(codes: readonly string[], reason: string): Record<string, string> {
  const forKiali = codes.filter((code) => code.startsWith('KIA'));
  const others = codes.filter((code) => !code.startsWith('KIA'));
  return {
    ...(others.length > 0 && { [FOR_ISTIO]: others.join(',') }),
    ...(forKiali.length > 0 && { [FOR_KIALI]: forKiali.join(',') }),
    'cdk8s-istio/accepted': reason,
  };
}

/** The codes that an object accepts, with the reasons. What gives no reason accepts nothing. */
export function acceptedCodes(annotations: Readonly<Record<string, string>>): Map<string, string> {
  return new Map(
    Object.entries(annotations)
      .filter(([name, reason]) => name.startsWith(ACCEPT_PREFIX) && reason.trim() !== '')
      .map(([name, reason]) => [name.slice(ACCEPT_PREFIX.length), reason]),
  );
}
