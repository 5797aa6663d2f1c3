package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"net/url"
	"sync"
	"time"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	tls "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
	secrets "github.com/envoyproxy/go-control-plane/envoy/service/secret/v3"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/anypb"
	"istio.io/istio/pkg/security"
)

// authority signs certificates.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	pem         string
}

func newAuthority(name string) *authority {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(err)
	template := certificateTemplate(name)
	template.IsCA = true
	template.BasicConstraintsValid = true
	template.KeyUsage = x509.KeyUsageCertSign
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	must(err)
	certificate, err := x509.ParseCertificate(der)
	must(err)
	return &authority{certificate, key, pemOf("CERTIFICATE", der)}
}

// sign makes a key and a certificate for servers and clients alike.
func (a *authority) sign(name string, dns []string, uris ...*url.URL) (certificate string, key string) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(err)
	template := certificateTemplate(name)
	template.DNSNames, template.URIs = dns, uris
	template.KeyUsage = x509.KeyUsageDigitalSignature
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, &private.PublicKey, a.key)
	must(err)
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	must(err)
	return pemOf("CERTIFICATE", der), pemOf("PRIVATE KEY", pkcs8)
}

func certificateTemplate(name string) *x509.Certificate {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	must(err)
	now := time.Now()
	return &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: name},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(24 * time.Hour),
	}
}

func pemOf(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

type certificatesInput struct {
	Authority string   `json:"authority"`
	Name      string   `json:"name"`
	DNS       []string `json:"dns"`
}

type certificatesOutput struct {
	Certificate string `json:"certificate"`
	Key         string `json:"key"`
	Authority   string `json:"authority"`
}

// certificates signs one certificate a line; the authority of a name is made when it is first asked for.
func certificates() {
	authorities := map[string]*authority{}
	lines(func(input certificatesInput) {
		signer := authorities[input.Authority]
		if signer == nil {
			signer = newAuthority(input.Authority)
			authorities[input.Authority] = signer
		}
		certificate, key := signer.sign(input.Name, input.DNS)
		say(certificatesOutput{certificate, key, signer.pem})
	})
}

// identities says who a proxy is by the address that it connects from: each workload has its own loopback address.
type identities struct {
	mutex     sync.Mutex
	byAddress map[string]string
	authority *authority
	public    string // authorities that the machine trusts
	issued    map[string]*tls.Secret
}

func newIdentities() *identities {
	return &identities{byAddress: map[string]string{}, authority: newAuthority("mesh"), issued: map[string]*tls.Secret{}}
}

func (i *identities) replace(byAddress map[string]string, public string) {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	i.byAddress, i.public = byAddress, public
}

func (i *identities) of(ctx context.Context) (string, error) {
	from, ok := peer.FromContext(ctx)
	if !ok {
		return "", errors.New("no peer address")
	}
	host, _, err := net.SplitHostPort(from.Addr.String())
	if err != nil {
		return "", err
	}
	i.mutex.Lock()
	defer i.mutex.Unlock()
	identity := i.byAddress[host]
	if identity == "" {
		return "", errors.New("no workload has address " + host)
	}
	return identity, nil
}

// Authenticate is asked by istiod, which gives a proxy the secrets of its own namespace only.
func (i *identities) Authenticate(ctx security.AuthContext) (*security.Caller, error) {
	identity, err := i.of(ctx.GrpcContext)
	if err != nil {
		return nil, err
	}
	return &security.Caller{Identities: []string{identity}}, nil
}

func (i *identities) AuthenticatorType() string { return "loopback address" }

// secret is what the agent beside a proxy would answer.
func (i *identities) secret(identity, name string) (*tls.Secret, error) {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	inline := func(text string) *core.DataSource {
		return &core.DataSource{Specifier: &core.DataSource_InlineString{InlineString: text}}
	}
	trust := func(pem string) *tls.Secret {
		return &tls.Secret{Name: name, Type: &tls.Secret_ValidationContext{
			ValidationContext: &tls.CertificateValidationContext{TrustedCa: inline(pem)},
		}}
	}
	switch name {
	case "ROOTCA":
		return trust(i.authority.pem), nil
	case "file-root:system":
		return trust(i.public), nil
	case "default":
		if i.issued[identity] == nil {
			uri, err := url.Parse(identity)
			if err != nil {
				return nil, err
			}
			certificate, key := i.authority.sign("", nil, uri)
			i.issued[identity] = &tls.Secret{Name: name, Type: &tls.Secret_TlsCertificate{
				TlsCertificate: &tls.TlsCertificate{CertificateChain: inline(certificate), PrivateKey: inline(key)},
			}}
		}
		return i.issued[identity], nil
	default:
		return nil, errors.New("the agent has no secret " + name)
	}
}

// agent is the part of Istio's agent that proxies ask for their certificates.
type agent struct {
	secrets.UnimplementedSecretDiscoveryServiceServer
	identities *identities
	exchange   *exchange
}

func (a *agent) StreamSecrets(stream secrets.SecretDiscoveryService_StreamSecretsServer) error {
	identity, err := a.identities.of(stream.Context())
	if err != nil {
		return status.Error(codes.PermissionDenied, err.Error())
	}
	for {
		request, err := stream.Recv()
		if err != nil {
			return nil
		}
		if request.ErrorDetail != nil {
			a.exchange.tell(serveEvent{Event: "nack", Proxy: identity, Type: request.TypeUrl, Text: request.ErrorDetail.Message})
			continue
		}
		if request.ResponseNonce != "" {
			continue
		}
		response := &discovery.DiscoveryResponse{TypeUrl: request.TypeUrl, VersionInfo: "1", Nonce: "1"}
		for _, name := range request.ResourceNames {
			secret, err := a.identities.secret(identity, name)
			if err != nil {
				a.exchange.tell(serveEvent{Event: "removed", Proxy: identity, Type: request.TypeUrl, Names: []string{name}, Text: err.Error()})
				continue
			}
			packed, err := anypb.New(secret)
			must(err)
			response.Resources = append(response.Resources, packed)
		}
		if err := stream.Send(response); err != nil {
			return err
		}
	}
}
