"""Bookinfo, with workloads of cdk8s-plus: as ../chart.ts, in Python."""

import cdk8s_plus_28 as kplus
from cdk8s import ApiObject, ApiObjectMetadata, App, Chart, Duration, JsonPatch, Size
from cdk8s_istio import CanaryRelease, HttpMatch, IngressedService, IngressTls
from constructs import Construct

PORT = 9080


class MeshedApp(Construct):
    """A Service that selects every version by `app` alone, and Deployments whose pods have `app` and `version`."""

    def __init__(self, scope: Construct, id: str, app: str) -> None:
        super().__init__(scope, id)
        self.app = app
        self.service_account = kplus.ServiceAccount(
            self,
            "ServiceAccount",
            metadata=ApiObjectMetadata(name=f"bookinfo-{app}", labels={"app": app}),
        )
        self.service = kplus.Service(
            self,
            "Service",
            metadata=ApiObjectMetadata(name=app, labels={"app": app}),
            type=kplus.ServiceType.CLUSTER_IP,
            ports=[kplus.ServicePort(name="http", port=PORT, target_port=PORT)],
        )
        self.service.select_label("app", app)

    def add_version(
        self,
        version: str,
        *,
        cpu: tuple[int, int] = (50, 200),
        memory: tuple[int, int] = (64, 256),
        env: dict[str, str] | None = None,
    ) -> kplus.Deployment:
        """Adds the Deployment of a version; CPU in thousandths of a core and memory in MiB, reserved and at most."""
        labels = {"app": self.app, "version": version}
        deployment = kplus.Deployment(
            self,
            version,
            metadata=ApiObjectMetadata(name=f"{self.app}-{version}", labels=labels),
            pod_metadata=ApiObjectMetadata(labels=labels),
            select=False,
            replicas=1,
            service_account=self.service_account,
            security_context=kplus.PodSecurityContextProps(ensure_non_root=True),
        )
        deployment.select(kplus.LabelSelector.of(labels=labels))
        container = deployment.add_container(
            name=self.app,
            image=f"registry.istio.io/release/examples-bookinfo-{self.app}-{version}:1.20.3",
            image_pull_policy=kplus.ImagePullPolicy.IF_NOT_PRESENT,
            ports=[kplus.ContainerPort(name="http", number=PORT)],
            env_variables={name: kplus.EnvValue.from_value(value) for name, value in (env or {}).items()},
            resources=kplus.ContainerResources(
                cpu=kplus.CpuResources(request=kplus.Cpu.millis(cpu[0]), limit=kplus.Cpu.millis(cpu[1])),
                memory=kplus.MemoryResources(request=Size.mebibytes(memory[0]), limit=Size.mebibytes(memory[1])),
            ),
            security_context=kplus.ContainerSecurityContextProps(
                ensure_non_root=True,
                allow_privilege_escalation=False,
                # Some of the images write outside /tmp.
                read_only_root_filesystem=False,
                capabilities=kplus.ContainerSecutiryContextCapabilities(drop=[kplus.Capability.ALL]),
            ),
            # The startup probe gives two minutes to come up, so the liveness probe can be strict afterwards.
            startup=self.probe(5, failure_threshold=24),
            readiness=self.probe(5),
            liveness=self.probe(10),
        )
        container.mount("/tmp", kplus.Volume.from_empty_dir(deployment, "Scratch-tmp", "tmp"))
        # cdk8s-plus labels pods with their construct path, also when it is not what the Deployment selects.
        address = kplus.Pod.ADDRESS_LABEL.replace("~", "~0").replace("/", "~1")
        ApiObject.of(deployment).add_json_patch(JsonPatch.remove(f"/spec/template/metadata/labels/{address}"))
        return deployment

    def probe(self, period: int, failure_threshold: int | None = None) -> kplus.Probe:
        return kplus.Probe.from_http_get(
            "/health",
            port=PORT,
            period_seconds=Duration.seconds(period),
            failure_threshold=failure_threshold,
            timeout_seconds=Duration.seconds(3),
        )


class BookinfoChart(Chart):
    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, namespace="bookinfo")
        namespace = kplus.Namespace(
            self,
            "Namespace",
            metadata=ApiObjectMetadata(name="bookinfo", labels={"istio-injection": "enabled"}),
        )
        # The chart writes its namespace into every object; a Namespace itself has none.
        ApiObject.of(namespace).add_json_patch(JsonPatch.remove("/metadata/namespace"))

        workloads = Construct(self, "Workloads")
        productpage = MeshedApp(workloads, "Productpage", "productpage")
        productpage.add_version("v1", cpu=(100, 500), memory=(256, 1024))
        MeshedApp(workloads, "Details", "details").add_version("v1")
        MeshedApp(workloads, "Ratings", "ratings").add_version("v1")
        reviews = MeshedApp(workloads, "Reviews", "reviews")
        reviews_v1, reviews_v2, _ = [
            reviews.add_version(version, cpu=(100, 1000), memory=(256, 1024), env={"LOG_DIR": "/tmp/logs"})
            for version in ["v1", "v2", "v3"]
        ]

        IngressedService(
            self,
            "Productpage",
            service=productpage.service,
            hosts=["bookinfo.example.com"],
            tls=IngressTls.credential("bookinfo-example-com", hsts=Duration.days(365)),
        )

        CanaryRelease(
            self,
            "Reviews",
            service=reviews.service,
            stable=reviews_v1,
            canary=reviews_v2,
            split=20,
            always_canary=[HttpMatch.header("x-canary", "always")],
        )


app = App()
BookinfoChart(app, "bookinfo")
app.synth()
