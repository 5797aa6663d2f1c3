// Bookinfo, with workloads from YAML that was there before: as ../chart.ts, in Go.
package main

import (
	"fmt"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	istio "github.com/cdk8s-istio/cdk8s-istio-go/cdk8sistio"
	"github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"
)

func newBookinfoChart(scope constructs.Construct, id string) cdk8s.Chart {
	chart := cdk8s.NewChart(scope, jsii.String(id), &cdk8s.ChartProps{Namespace: jsii.String("bookinfo")})
	workloads := cdk8s.NewInclude(chart, jsii.String("Workloads"), &cdk8s.IncludeProps{
		Url: jsii.String("../workloads.yaml"),
	})
	// The chart writes its namespace into every object; a Namespace itself has none.
	find(workloads, "Namespace", "bookinfo").AddJsonPatch(cdk8s.JsonPatch_Remove(jsii.String("/metadata/namespace")))

	istio.NewIngressedService(chart, jsii.String("Productpage"), &istio.IngressedServiceProps{
		Service: find(workloads, "Service", "productpage"),
		Hosts:   jsii.Strings("bookinfo.example.com"),
		Tls: istio.IngressTls_Credential(jsii.String("bookinfo-example-com"), &istio.IngressTlsOptions{
			Hsts: cdk8s.Duration_Days(jsii.Number(365)),
		}),
	})

	istio.NewCanaryRelease(chart, jsii.String("Reviews"), &istio.CanaryReleaseProps{
		Service:      find(workloads, "Service", "reviews"),
		Stable:       find(workloads, "Deployment", "reviews-v1"),
		Canary:       find(workloads, "Deployment", "reviews-v2"),
		Split:        jsii.Number(20),
		AlwaysCanary: &[]istio.HttpMatch{istio.HttpMatch_Header(jsii.String("x-canary"), jsii.String("always"))},
	})
	return chart
}

func find(workloads cdk8s.Include, kind string, name string) cdk8s.ApiObject {
	for _, object := range *workloads.ApiObjects() {
		if *object.Kind() == kind && *object.Name() == name {
			return object
		}
	}
	panic(fmt.Sprintf("there is no %s %s among the workloads", kind, name))
}

func main() {
	defer jsii.Close()

	app := cdk8s.NewApp(nil)
	newBookinfoChart(app, "bookinfo")
	app.Synth()
}
