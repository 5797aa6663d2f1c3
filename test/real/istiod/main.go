// Command istiod-real asks Istio's own code, without a cluster. It speaks JSON lines on standard input and output:
//
//	verdict CRDS...   what the API server, the webhook and the analyzers say of manifests
//	routes CRDS...    the route tables, clusters and listeners that istiod makes of manifests, by proxy
//	serve CRDS...     istiod's xDS and SDS for manifests that can be replaced while it runs
//	inject            the pods that istiod's injector makes of Deployments
//	analyzers         the names of Istio's analyzers, and the kinds that it validates
//	certificates      a certificate authority and server or client certificates signed by it
//
// It ends when standard input does, so that nothing outlives the process that started it.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sync"

	"cdk8s-istio-real/environment"
	"istio.io/istio/pkg/log"
)

func main() {
	options := log.DefaultOptions()
	options.OutputPaths = []string{"stderr"}
	options.SetDefaultOutputLevel("all", log.WarnLevel)
	must(log.Configure(options))
	if len(os.Args) < 2 {
		fail("usage: verdict|stages|routes|serve|inject|analyzers|certificates [CRD file...]")
	}
	switch command, crds := os.Args[1], os.Args[2:]; command {
	case "verdict":
		verdict(crds)
	case "stages":
		stages(crds)
	case "routes":
		routes(crds)
	case "serve":
		serve(crds)
	case "inject":
		injectAll()
	case "analyzers":
		registered()
	case "certificates":
		certificates()
	default:
		fail("unknown command " + command)
	}
}

// lines decodes each line of standard input and hands it on.
func lines[T any](handle func(T)) {
	reader := bufio.NewReader(os.Stdin)
	for {
		line, err := reader.ReadBytes('\n')
		if len(line) > 1 {
			var input T
			must(json.Unmarshal(line, &input))
			handle(input)
		}
		if err == io.EOF {
			return
		}
		must(err)
	}
}

var outMutex sync.Mutex

// say writes one JSON line.
func say(message any) {
	line, err := json.Marshal(message)
	must(err)
	outMutex.Lock()
	defer outMutex.Unlock()
	_, err = environment.Out.Write(append(line, '\n'))
	must(err)
}

func must(err error) {
	if err != nil {
		fail(err.Error())
	}
}

func fail(text string) {
	fmt.Fprintln(os.Stderr, text)
	os.Exit(1)
}
