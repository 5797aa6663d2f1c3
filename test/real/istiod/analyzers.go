package main

import (
	"strings"

	"istio.io/istio/pkg/config/analysis/analyzers"
)

// validationPrefix is what the analyzers are called that repeat the validation of the webhook, one for each kind.
const validationPrefix = "schema.ValidationAnalyzer."

type analyzersOutput struct {
	// Names are in the order of Istio's own list.
	Names []string `json:"names"`
	// Validated are the kinds that the analyzers of the validation are for.
	Validated []string `json:"validated"`
}

// registered says which analyzers there are.
func registered() {
	output := analyzersOutput{}
	for _, analyzer := range analyzers.All() {
		name := analyzer.Metadata().Name
		if kind, ok := strings.CutPrefix(name, validationPrefix); ok {
			output.Validated = append(output.Validated, kind)
		} else {
			output.Names = append(output.Names, name)
		}
	}
	say(output)
}
