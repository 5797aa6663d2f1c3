/** What to write so that a rule of a CRD holds, by what the rule says. */
const FIXES: readonly (readonly [message: RegExp, fix: string])[] = [
  [/valid duration greater than 1ms/, 'Write a duration of at least 1ms, with its unit: 5s, 500ms or 1h.'],
  [/^port must be between/, 'Write a port from 1 to 65535.'],
  [/^scheme must be one of/, 'Write scheme: HTTP or scheme: HTTPS.'],
  [/cross namespace referencing/, 'Remove namespace: the target must be in the namespace of the policy.'],
  [/^only one of (.+) can be set/, 'Keep one of $1, and remove the others.'],
  [/^Only one of (.+) may be specified/, 'Keep one of $1, and remove the other.'],
  [/CIDR addresses are allowed only/, 'Write resolution: STATIC or NONE, or an address without a prefix length.'],
  [/NONE mode cannot set endpoints/, 'Write another resolution, such as STATIC or DNS, or remove endpoints.'],
  [/DNS_ROUND_ROBIN mode cannot/, 'Keep one endpoint, or write resolution: DNS.'],
  [/hostname cannot be wildcard/, 'Write the hosts, or a wildcard with a domain: *.example.com.'],
  [/port number cannot be duplicated/, 'Give one of the ports another number, or merge the two.'],
  [/key must not be empty/, 'Write the key of the label, or remove the entry.'],
  [/wildcard not allowed in label/, 'Write the whole label: a selector has no wildcards.'],
  [/^Address is required/, 'Write address, or network if a gateway of that network leads to the workload.'],
  [/UDS may not include ports/, 'Remove ports, or write an IP address or a host as address.'],
  [/UDS must be an absolute path/, 'Write unix:///path/to/socket, or unix://@name for an abstract socket.'],
  [/UDS may not be a dir/, 'Write the path of the socket itself.'],
  [
    /port name must be valid/,
    'Write a name of less than 63 letters, digits and "-", with a letter or digit at both ends.',
  ],
  [/url must have scheme http/, 'Write a URL that begins with https:// or http://.'],
  [
    /url must have schema one of/,
    'Write a URL that begins with oci://, https://, http:// or file://, or an image without a scheme.',
  ],
  [
    /portLevelMtls requires selector/,
    'Write a selector with labels: only a policy for workloads can have portLevelMtls.',
  ],
  [
    /Cannot set serviceAccounts with/,
    'Write the namespaces and principals in a separate source, or keep only serviceAccounts.',
  ],
  [/value must be set when operation is UPSERT/, 'Write value: the CEL expression of the tag.'],
  [/value must not be set when operation is REMOVE/, 'Remove value, or write operation: UPSERT.'],
  [/value may only be set when valueFrom/, 'Remove value, or write valueFrom: INLINE.'],
  [/exactly one of wasm or lua/, 'Write either wasm or lua.'],
  [/only support waypointMatch/, 'Write context: WAYPOINT together with waypoint, or remove both.'],
  [/Must have port for Service/, 'Write the port of the Service.'],
  [/^sectionName must be/, 'Give each reference its own sectionName.'],
  [
    /must not contain both CACertificateRefs/,
    'Keep caCertificateRefs or wellKnownCACertificates, and remove the other.',
  ],
  [/must specify either CACertificateRefs/, 'Write wellKnownCACertificates: System, or caCertificateRefs.'],
  [/numerator must be less/, 'Write a numerator that is at most the denominator (100 by default).'],
  [/values must be unique/, 'Remove one of the two addresses.'],
  [/^tls must not be specified for protocols/, 'Remove tls, or write protocol: HTTPS or TLS.'],
  [/tls mode must be Terminate/, 'Write tls with mode: Terminate, or protocol: TLS.'],
  [/tls mode must be set/, 'Write tls with mode: Passthrough or Terminate.'],
  [/hostname must not be specified/, 'Remove hostname: TCP and UDP have no host names.'],
  [/must be unique/, 'Change one of the two entries, or remove it.'],
  [/certificateRefs or options must be/, 'Write certificateRefs: the Secret with the certificate.'],
  [/^(\w+) filter cannot be repeated/, 'Merge the $1 filters into one.'],
  [/One or both of 'service' or 'method'/, 'Write service or method.'],
  [/^filter\.(\w+) must be nil if the filter\.type is not (\w+)/, 'Write type: $2, or remove $1.'],
  [/^filter\.(\w+) must be specified for (\w+)/, 'Write $1, or another type than $2.'],
  [/^(\w+) must be specified when type/, 'Write $1.'],
  [/^type must be '(\w+)' when/, 'Write type: $1, or remove the field.'],
  [/total number of matches/, 'Spread the matches over several routes.'],
  [/RequestRedirect filter must not be used together/, 'Remove backendRefs: a redirected request reaches no backend.'],
  [/exactly one PathPrefix match/, 'Give the rule one match, with a path of type PathPrefix.'],
  [/but not both/, 'Keep the redirect or the rewrite.'],
  [/cannot contain '\*' alongside/, 'Keep only "*", or remove it.'],
  [/absolute path and start with/, 'Write a path that begins with "/".'],
  [/must not (contain|end with) '([^']+)'/, 'Remove $2 from the path: proxies remove or decode it before they match.'],
  [/backendRequest timeout cannot be longer/, 'Write a backendRequest that is at most the request timeout.'],
  [/must contain (Hostname|URI)/, 'Write the $1 that its type asks for.'],
  [/must not contain (Hostname|URI)/, 'Remove the $1: it is of another type.'],
  [/Hostnames cannot contain an IP/, 'Write a host name: TLS sends no SNI for an IP address.'],
  [/Wildcards on hostnames/, 'Write the wildcard as the whole first label: *.example.com.'],
];

/** What to write so that a rule holds. */
export function ruleFix(message: string): string {
  for (const [pattern, fix] of FIXES) {
    const found = pattern.exec(message);
    if (found !== null) {
      return fix.replace(/\$(\d)/g, (_, group: string) => found[Number(group)]);
    }
  }
  return `Change it to satisfy this rule: ${message}.`;
}
