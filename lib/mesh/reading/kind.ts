import type * as extensions from '../../../imports/extensions';
import type * as gatewayApi from '../../../imports/gateway-api';
import type * as networking from '../../../imports/networking';
import type * as security from '../../../imports/security';
import type * as telemetry from '../../../imports/telemetry';
import type { CronJobSpec, FreeSpec, NoSpec, PodSpec, ServiceSpec, TemplatedSpec } from './kubernetes-kinds';

/** The kinds that checks read, as `group/Kind` whatever the version, with the type of their spec. */
export interface Kinds {
  'networking.istio.io/DestinationRule': networking.DestinationRuleSpec;
  'networking.istio.io/EnvoyFilter': networking.EnvoyFilterSpec;
  'networking.istio.io/Gateway': networking.GatewaySpec;
  'networking.istio.io/ProxyConfig': networking.ProxyConfigSpec;
  'networking.istio.io/ServiceEntry': networking.ServiceEntrySpec;
  'networking.istio.io/Sidecar': networking.SidecarSpec;
  'networking.istio.io/VirtualService': networking.VirtualServiceSpec;
  'networking.istio.io/WorkloadEntry': networking.WorkloadEntrySpec;
  'networking.istio.io/WorkloadGroup': networking.WorkloadGroupSpec;
  'security.istio.io/AuthorizationPolicy': security.AuthorizationPolicySpec;
  'security.istio.io/PeerAuthentication': security.PeerAuthenticationSpec;
  'security.istio.io/RequestAuthentication': security.RequestAuthenticationSpec;
  'telemetry.istio.io/Telemetry': telemetry.TelemetrySpec;
  'extensions.istio.io/TrafficExtension': extensions.TrafficExtensionSpec;
  'extensions.istio.io/WasmPlugin': extensions.WasmPluginSpec;
  'gateway.networking.k8s.io/BackendTLSPolicy': gatewayApi.BackendTlsPolicySpec;
  'gateway.networking.k8s.io/GRPCRoute': gatewayApi.GrpcRouteSpec;
  'gateway.networking.k8s.io/Gateway': gatewayApi.GatewaySpec;
  'gateway.networking.k8s.io/GatewayClass': gatewayApi.GatewayClassSpec;
  'gateway.networking.k8s.io/HTTPRoute': gatewayApi.HttpRouteSpec;
  'gateway.networking.k8s.io/ListenerSet': gatewayApi.ListenerSetSpec;
  'gateway.networking.k8s.io/ReferenceGrant': gatewayApi.ReferenceGrantSpec;
  'gateway.networking.k8s.io/TLSRoute': gatewayApi.TlsRouteSpec;
  'core/Service': ServiceSpec;
  'core/Pod': PodSpec;
  'core/Namespace': NoSpec;
  'core/ServiceAccount': NoSpec;
  'core/Secret': NoSpec;
  'core/ConfigMap': NoSpec;
  'core/Node': NoSpec;
  'apps/Deployment': TemplatedSpec;
  'apps/StatefulSet': TemplatedSpec;
  'apps/DaemonSet': TemplatedSpec;
  'apps/ReplicaSet': TemplatedSpec;
  'batch/Job': TemplatedSpec;
  'batch/CronJob': CronJobSpec;
  'argoproj.io/Rollout': TemplatedSpec;
  'core/ReplicationController': TemplatedSpec;
  'apps.openshift.io/DeploymentConfig': TemplatedSpec;
  'apps.kruise.io/CloneSet': TemplatedSpec;
  'apps.kruise.io/StatefulSet': TemplatedSpec;
  'apps.kruise.io/DaemonSet': TemplatedSpec;
  'serving.knative.dev/Service': TemplatedSpec;
  'flagger.app/Canary': FreeSpec;
  'helm.toolkit.fluxcd.io/HelmRelease': FreeSpec;
  'helm.cattle.io/HelmChart': FreeSpec;
  'helm.crossplane.io/Release': FreeSpec;
  'argoproj.io/Application': FreeSpec;
  'argoproj.io/ApplicationSet': FreeSpec;
  'install.istio.io/IstioOperator': FreeSpec;
  'cert-manager.io/Certificate': FreeSpec;
  'cloud.google.com/BackendConfig': FreeSpec;
  'networking.gke.io/HealthCheckPolicy': FreeSpec;
  'cert-manager.io/ClusterIssuer': FreeSpec;
  'cert-manager.io/Issuer': FreeSpec;
  'external-secrets.io/ExternalSecret': FreeSpec;
  'external-secrets.io/ClusterExternalSecret': FreeSpec;
  'bitnami.com/SealedSecret': FreeSpec;
  'secrets.hashicorp.com/VaultStaticSecret': FreeSpec;
  'secrets.hashicorp.com/VaultDynamicSecret': FreeSpec;
  'secrets.hashicorp.com/VaultPKISecret': FreeSpec;
  'secrets.hashicorp.com/HCPVaultSecretsApp': FreeSpec;
  'secrets-store.csi.x-k8s.io/SecretProviderClass': FreeSpec;
  'spv.no/AzureKeyVaultSecret': FreeSpec;
  'onepassword.com/OnePasswordItem': FreeSpec;
  'secrets.infisical.com/InfisicalSecret': FreeSpec;
  'secrets.doppler.com/DopplerSecret': FreeSpec;
  'isindir.github.com/SopsSecret': FreeSpec;
  'networking.k8s.io/Ingress': FreeSpec;
  'networking.k8s.io/NetworkPolicy': FreeSpec;
  'extensions/Ingress': FreeSpec;
  'extensions/DaemonSet': NoSpec;
  'extensions/Deployment': NoSpec;
  'extensions/ReplicaSet': NoSpec;
  'apiextensions.k8s.io/CustomResourceDefinition': FreeSpec;
  'apiregistration.k8s.io/APIService': FreeSpec;
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': NoSpec;
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': NoSpec;
}

export type Kind = keyof Kinds;

/** Kinds that checks read and that have no schema here. */
export const KINDS_WITHOUT_SCHEMA: ReadonlySet<string> = new Set(
  Object.keys({
    'core/Service': true,
    'core/Pod': true,
    'core/Namespace': true,
    'core/ServiceAccount': true,
    'core/Secret': true,
    'core/ConfigMap': true,
    'core/Node': true,
    'apps/Deployment': true,
    'apps/StatefulSet': true,
    'apps/DaemonSet': true,
    'apps/ReplicaSet': true,
    'batch/Job': true,
    'batch/CronJob': true,
    'argoproj.io/Rollout': true,
    'core/ReplicationController': true,
    'apps.openshift.io/DeploymentConfig': true,
    'apps.kruise.io/CloneSet': true,
    'apps.kruise.io/StatefulSet': true,
    'apps.kruise.io/DaemonSet': true,
    'serving.knative.dev/Service': true,
    'flagger.app/Canary': true,
    'helm.toolkit.fluxcd.io/HelmRelease': true,
    'helm.cattle.io/HelmChart': true,
    'helm.crossplane.io/Release': true,
    'argoproj.io/Application': true,
    'argoproj.io/ApplicationSet': true,
    'install.istio.io/IstioOperator': true,
    'cert-manager.io/Certificate': true,
    'cloud.google.com/BackendConfig': true,
    'networking.gke.io/HealthCheckPolicy': true,
    'cert-manager.io/ClusterIssuer': true,
    'cert-manager.io/Issuer': true,
    'external-secrets.io/ExternalSecret': true,
    'external-secrets.io/ClusterExternalSecret': true,
    'bitnami.com/SealedSecret': true,
    'secrets.hashicorp.com/VaultStaticSecret': true,
    'secrets.hashicorp.com/VaultDynamicSecret': true,
    'secrets.hashicorp.com/VaultPKISecret': true,
    'secrets.hashicorp.com/HCPVaultSecretsApp': true,
    'secrets-store.csi.x-k8s.io/SecretProviderClass': true,
    'spv.no/AzureKeyVaultSecret': true,
    'onepassword.com/OnePasswordItem': true,
    'secrets.infisical.com/InfisicalSecret': true,
    'secrets.doppler.com/DopplerSecret': true,
    'isindir.github.com/SopsSecret': true,
    'networking.k8s.io/Ingress': true,
    'networking.k8s.io/NetworkPolicy': true,
    'extensions/Ingress': true,
    'extensions/DaemonSet': true,
    'extensions/Deployment': true,
    'extensions/ReplicaSet': true,
    'apiextensions.k8s.io/CustomResourceDefinition': true,
    'apiregistration.k8s.io/APIService': true,
    'admissionregistration.k8s.io/MutatingWebhookConfiguration': true,
    'admissionregistration.k8s.io/ValidatingWebhookConfiguration': true,
  } satisfies Record<
    | Exclude<Kind, `${string}.istio.io/${string}` | `gateway.networking.k8s.io/${string}`>
    | 'install.istio.io/IstioOperator',
    true
  >),
);
