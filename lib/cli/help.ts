/** What commands are told of the mesh, alike: each line with the place where its explanation begins. */
function meshOptions(column: number): string {
  const lines = [
    ['--settings FILE, -s', 'as for check: meshConfig, externals and more'],
    ['--externals PATH', 'what is in the cluster besides'],
    ['--world open|closed', ''],
    ['--istio-version 1.31', ''],
  ];
  return lines.map(([option, words]) => `  ${option.padEnd(column - 2)}${words}`.trimEnd()).join('\n');
}

export const HELP = `Checks manifests of Kubernetes and Istio before they are applied, tells where a request goes and who can call whom, tests it, and draws the mesh.

  cdk8s-istio check PATHS...     files, folders (all YAML and JSON files in them), or - for standard input
  cdk8s-istio trace URL PATHS... where a request goes, and why: cdk8s-istio trace --help
  cdk8s-istio reach PATHS...     who can call whom, by which requests: cdk8s-istio reach --help
  cdk8s-istio test FILE PATHS... tests of where requests go: cdk8s-istio test --help
  cdk8s-istio diff OLD NEW       what a change does to requests: cdk8s-istio diff --help
  cdk8s-istio graph PATHS...     a picture of the mesh: cdk8s-istio graph --help

What is looked at
  --settings FILE, -s            settings in YAML or JSON: meshConfig, externals, suppress and more
  --externals PATH               what is in the cluster besides: the output of kubectl get -o yaml, in a file or from -
  --world open|closed            closed: all that is referred to must be there (default: open)
  --istio-version 1.31           the release in the cluster
  --upgrade 1.31                 report only what an upgrade to this release changes
  --suppress 'CODE[=Kind namespace/name]: reason'
                                 a finding that is accepted; * stands for any text

The report
  --format text|json|sarif|junit, -f
  --output FILE, -o              write it to a file
  --fail-on error|warning|info   the least severity that makes the command fail (default: error)
  --no-color

About the checks
  --list                         all codes
  --explain CODE                 what a code means

  --help, -h    --version, -v

Ends with 0 when nothing was found, 1 when something was, 2 when the command line is wrong or something cannot be read.
`;

export const TRACE_HELP = `Tells where a request goes, and why, without a cluster.

  cdk8s-istio trace URL PATHS...     files, folders, or - for standard input
                                     http://, https://, grpc://, grpcs://, tls://host:port, tcp://host:port

Who asks
  --from outside|NAMESPACE/WORKLOAD  default: outside, at the gateway that has a server for the host.
                                     NAMESPACE/* is any pod with a sidecar there
  --client-address IP                the address that a client outside calls from, for policies by ipBlocks and remoteIpBlocks
  --connect-to HOST:PORT             the address that the client dials, whatever the URL says
  --at NAMESPACE/GATEWAY             the gateway that it dials
  --cert-uri URI                     a URI in the certificate that it shows, such as spiffe://... Can be repeated
  --claims JSON                      what the token of the request says, such as '{"iss": "https://login.example.com"}'

The request
  -X METHOD, --request               default: GET
  -H 'NAME: VALUE', --header         can be repeated. Host is what the proxy routes by
  --http1.0, --http1.1, --http2      default: HTTP/2 over TLS, otherwise HTTP/1.1
  --sni NAME, --no-sni               default: the host of the URL
  --alpn PROTOCOL                    can be repeated

The mesh
${meshOptions(37)}

The report
  --format text|json|mermaid, -f
  --verbose                          everything that might have decided, and why it did not
  --output FILE, -o                  write it to a file
  --no-color

Ends with 0 when the call is reached or answered as configured, 1 when it fails, 2 when the command line is wrong or something cannot be read.
`;

export const TEST_HELP = `Runs tests of where requests go, without a cluster: docs/routing-tests.md says what they look like.

  cdk8s-istio test FILES... PATHS...   FILES whose names end with .test.yaml, .test.yml or .test.json, or the first of all,
                                       and the manifests: files, folders, or - for standard input.
                                       Without PATHS those that the test files name

What is covered
  --coverage text                      which rules, matches, subsets and policies no test has asked
  --coverage lcov=FILE                 the same by the lines of the manifests, in the format of lcov

The mesh
${meshOptions(39)}

The report
  --format text|json|junit, -f
  --output FILE, -o                    write it to a file
  --no-color

Ends with 0 when all tests passed, 1 when one failed, 2 when the command line or a test file is wrong, or something cannot be read.
`;

export const REACH_HELP = `Tells who can call whom, by which requests and which rule, without a cluster.

  cdk8s-istio reach PATHS...         files, folders, or - for standard input

What is asked
  --to NAMESPACE/NAME                a Service, a workload, or the host of a ServiceEntry: who can reach it.
                                     NAMESPACE/* is all that runs there
  --from outside|NAMESPACE/NAME      what it can reach: a workload, or the pods behind a Service. outside is whoever comes to gateways

The mesh
${meshOptions(37)}

The report
  --format text|json, -f
  --verbose                          what is refused too, and each host by itself
  --output FILE, -o                  write it to a file
  --no-color

Of several lines of one caller, the first that fits a request counts.

Ends with 0, or with 2 when the command line is wrong or something cannot be read.
`;

export const DIFF_HELP = `Tells what a change of manifests does to requests, without a cluster.

  cdk8s-istio diff OLD NEW           each a file or folder, or - for standard input
  cdk8s-istio diff --git BASE PATH   a file or folder in a revision of git against the work tree; BASE..HEAD for two revisions

The mesh, on both sides
${meshOptions(37)}

The report
  --format text|markdown|json, -f    markdown: a comment on a pull request
  --fail-on broken|changed|none      what makes the command fail (default: broken): requests that fail or are denied and were not,
                                     or any change
  --verbose                          each host by itself, and all that a line counts
  --output FILE, -o                  write it to a file
  --no-color

Ends with 0, with 1 when --fail-on says so, or with 2 when the command line is wrong or something cannot be read.
`;

export const GRAPH_HELP = `Draws the mesh: gateways, hosts, rules with weights, services and the pods behind them, hosts outside, and who may call whom.

  cdk8s-istio graph PATHS...     files, folders, or - for standard input

What is drawn: what is named, with all that leads to it and all that it leads to. Each can be repeated
  --namespace NAME, -n
  --host NAME                    of a gateway, of a service or outside
  --workload NAMESPACE/NAME      or a name alone

What changes
  --before PATH                  with --format html: manifests as they were. Both are shown side by side

The mesh
${meshOptions(33)}

The report
  --format FORMAT, -f            mermaid (default), dot, svg, html: a page that traces requests too, or json.
                                 What is broken is red, with the reason
  --output FILE, -o              write it to a file

Ends with 0 when the picture is drawn, 2 when the command line is wrong or something cannot be read.
`;
