/** Whether a value of `requestPrincipals` may be that of a token of an issuer: `issuer/subject`, of which a "*" may stand for the beginning or end. */
export function mayBeOfIssuer(value: string, issuer: string): boolean {
  const slash = value.lastIndexOf('/');
  const given = slash < 0 ? value : value.slice(0, slash);
  if (value === '*') {
    return true;
  }
  // pilot/pkg/security/authz/model/generator.go: requestPrincipalGenerator
  if (value.startsWith('*')) {
    return slash < 0 || given === '*' || issuer.endsWith(given.slice(1));
  }
  if (value.endsWith('*')) {
    return slash < 0 ? issuer.startsWith(value.slice(0, -1)) : issuer === given;
  }
  return issuer === given;
}
