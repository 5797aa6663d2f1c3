/**
 * How an object says that a finding about it is known: one annotation for each code, with the reason as its value. `istioctl analyze` and Kiali
 * read annotations of their own, which name the code too.
 */
export const ACCEPT_PREFIX = 'accept.cdk8s-istio/';

const FOR_ISTIO = 'galley.istio.io/analyze-suppress';
const FOR_KIALI = 'kiali.io/ignore-validations';

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

/** The codes that an object accepts, with the reasons. What gives no reason accepts nothing. */
export function acceptedCodes(annotations: Readonly<Record<string, string>>): Map<string, string> {
  return new Map(
    Object.entries(annotations)
      .filter(([name, reason]) => name.startsWith(ACCEPT_PREFIX) && reason.trim() !== '')
      .map(([name, reason]) => [name.slice(ACCEPT_PREFIX.length), reason]),
  );
}
