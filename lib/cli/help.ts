export const HELP = `Checks manifests of Kubernetes and Istio before they are applied.

  cdk8s-istio check PATHS...     files, folders (all YAML and JSON files in them), or - for standard input

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
