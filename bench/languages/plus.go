// So many objects of cdk8s-plus, a Deployment and its Service each.
package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"
	kplus "github.com/cdk8s-team/cdk8s-plus-go/cdk8splus28/v2"
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
		deployment := kplus.NewDeployment(chart, jsii.String(fmt.Sprintf("Web%d", i)), &kplus.DeploymentProps{
			Containers: &[]*kplus.ContainerProps{{
				Image:      jsii.String("example.com/web:1"),
				PortNumber: jsii.Number(8080),
			}},
		})
		deployment.ExposeViaService(&kplus.DeploymentExposeViaServiceOptions{
			Ports: &[]*kplus.ServicePort{{Port: jsii.Number(80), TargetPort: jsii.Number(8080)}},
		})
	}
	app.Synth()
}
