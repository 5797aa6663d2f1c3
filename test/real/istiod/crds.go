package main

import (
	"istio.io/istio/pkg/config/schema/gatewayapi"
	"istio.io/istio/pkg/config/schema/gvr"
	"istio.io/istio/pkg/kube"
	"istio.io/istio/pkg/kube/kclient/clienttest"
	"istio.io/istio/pkg/test"
)

// readEveryCRD makes istiod read all kinds of the Gateway API. It takes them only from a bundle of a minimum version, and the CRDs of the fake
// cluster name no version.
func readEveryCRD() {
	clear(gatewayapi.MinimumCRDVersions)
}

// addCRDs makes the CRDs that the fake cluster lacks.
func addCRDs(t test.Failer) func(kube.Client) {
	return func(client kube.Client) {
		clienttest.MakeCRD(t, client, gvr.ListenerSet)
		clienttest.MakeCRD(t, client, gvr.BackendTLSPolicy)
	}
}
