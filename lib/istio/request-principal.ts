type Fits = (text: string) => boolean;

/** Whether a value of `requestPrincipals` may be that of a token of an issuer: `issuer/subject`, of which a "*" may stand for the beginning or end. */
export function mayBeOfIssuer(value: string, issuer: string): boolean {
  return conditionsOf(value).issuer(issuer);
}

/** Whether a token of an issuer for a subject has the principal that a value of `requestPrincipals` asks for. */
export function requestPrincipalFits(value: string, issuer: string, subject: string): boolean {
  const conditions = conditionsOf(value);
  return conditions.issuer(issuer) && conditions.subject(subject);
}

const ANY: Fits = (text) => text !== '';

/** pilot/pkg/security/authz/model/generator.go: requestPrincipalGenerator */
function conditionsOf(value: string): { readonly issuer: Fits; readonly subject: Fits } {
  const slash = value.lastIndexOf('/');
  const [issuer, subject] = slash < 0 ? [value, ''] : [value.slice(0, slash), value.slice(slash + 1)];
  if (value === '*') {
    return { issuer: ANY, subject: ANY };
  }
  if (value.startsWith('*')) {
    return slash < 0
      ? { issuer: ANY, subject: (text) => text.endsWith(value.slice(1)) }
      : { issuer: issuer === '*' ? ANY : (text) => text.endsWith(issuer.slice(1)), subject: same(subject) };
  }
  if (value.endsWith('*')) {
    return slash < 0
      ? { issuer: (text) => text.startsWith(value.slice(0, -1)), subject: ANY }
      : {
          issuer: same(issuer),
          subject: subject === '*' ? ANY : (text) => text.startsWith(subject.slice(0, -1)),
        };
  }
  return { issuer: same(issuer), subject: same(subject) };
}

function same(wanted: string): Fits {
  return (text) => text === wanted;
}
