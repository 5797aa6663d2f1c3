// So many objects of this package, two for each Service behind a gateway.
package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/aws/jsii-runtime-go"
	istio "github.com/cdk8s-istio/cdk8s-istio-go/cdk8sistio"
	"github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"
)

func main() {
	defer jsii.Close()

	objects, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	app := cdk8s.NewApp(nil)
	chart := cdk8s.NewChart(app, jsii.String("bench"), &cdk8s.ChartProps{Namespace: jsii.String("shop")})
	for i := range objects / 2 {
		web := fmt.Sprintf("web%d", i)
		istio.NewIngressedService(chart, jsii.String(fmt.Sprintf("Ingress%d", i)), &istio.IngressedServiceProps{
			Service: istio.ServiceRef_FromName(jsii.String(web), &istio.ServiceRefOptions{
				Ports: &[]*istio.ServicePort{{Port: jsii.Number(8080)}},
			}),
			Hosts: jsii.Strings(web + ".example.com"),
		})
	}
	app.Synth()
}
