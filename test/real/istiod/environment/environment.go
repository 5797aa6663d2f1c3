// Package environment prepares the process for Istio's packages, which read their settings while they initialise. Go initialises
// packages that are ready in the order of their import paths, and this one sorts before everything of Istio.
package environment

import "os"

// Out is the real standard output, which carries JSON lines only. Whatever else prints to standard output goes to standard error.
var Out = os.Stdout

func init() {
	os.Stdout = os.Stderr
	for name, value := range map[string]string{
		// Filters that only Istio's build of Envoy has.
		"PILOT_ENABLE_ALPN_FILTER":       "false",
		"PILOT_ENABLE_METADATA_EXCHANGE": "false",
		// The authenticator of this program is asked although its port is plaintext.
		"XDS_AUTH_PLAINTEXT": "true",
		// A test package of Istio warns unless these are folders.
		"TARGET_OUT": os.TempDir(),
		"LOCAL_OUT":  os.TempDir(),
	} {
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
}
