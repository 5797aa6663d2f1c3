package main

import (
	"net"
	"sync"
	"time"

	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"
	"istio.io/istio/pilot/pkg/xds"
)

const (
	clusterType  = "type.googleapis.com/envoy.config.cluster.v3.Cluster"
	listenerType = "type.googleapis.com/envoy.config.listener.v3.Listener"
)

// exchange follows what goes to and fro between istiod and the proxies.
type exchange struct {
	mutex   sync.Mutex
	pending map[string]bool            // answers that no proxy has confirmed yet
	acked   map[string]map[string]bool // types, by workload address
	last    time.Time
	waiting int
	ended   bool
}

func newExchange() *exchange {
	return &exchange{pending: map[string]bool{}, acked: map[string]map[string]bool{}, last: time.Now()}
}

func (e *exchange) sent(nonce string) {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	e.pending[nonce] = true
	e.last = time.Now()
}

// answered counts a refusal too: it is reported beside, and nothing more comes after it.
func (e *exchange) answered(address, kind, nonce string) {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	delete(e.pending, nonce)
	e.last = time.Now()
	if e.acked[address] == nil {
		e.acked[address] = map[string]bool{}
	}
	e.acked[address][kind] = true
}

func (e *exchange) gone(address string, nonces map[string]bool) {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	delete(e.acked, address)
	for nonce := range nonces {
		delete(e.pending, nonce)
	}
}

// tell says what happened, unless the mesh is one of the past.
func (e *exchange) tell(event serveEvent) {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if !e.ended {
		say(event)
	}
}

func (e *exchange) end() {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	e.ended = true
}

// awaitSilence calls back once when every proxy has clusters and listeners, confirmed all, and nothing has happened for a while.
func (e *exchange) awaitSilence(proxies []string, quiet time.Duration, settled func()) {
	e.mutex.Lock()
	e.waiting++
	mine := e.waiting
	e.last = time.Now()
	e.mutex.Unlock()
	go func() {
		for !e.silent(proxies, quiet) {
			time.Sleep(10 * time.Millisecond)
		}
		e.mutex.Lock()
		current := mine == e.waiting && !e.ended
		e.mutex.Unlock()
		if current {
			settled()
		}
	}()
}

func (e *exchange) silent(proxies []string, quiet time.Duration) bool {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if e.ended {
		return true
	}
	for _, address := range proxies {
		if !e.acked[address][clusterType] || !e.acked[address][listenerType] {
			return false
		}
	}
	return len(e.pending) == 0 && time.Since(e.last) > quiet
}

// aggregated stands between istiod and the proxies.
type aggregated struct {
	discovery.UnimplementedAggregatedDiscoveryServiceServer
	istiod   *xds.DiscoveryServer
	exchange *exchange
	dns      *socketAddress
}

func (a *aggregated) DeltaAggregatedResources(stream deltaStream) error {
	address := ""
	if from, ok := peer.FromContext(stream.Context()); ok {
		address, _, _ = net.SplitHostPort(from.Addr.String())
	}
	followed := &followedStream{
		deltaStream: stream, address: address, exchange: a.exchange, rewriter: newRewriter(address, a.dns), nonces: map[string]bool{},
	}
	defer func() { a.exchange.gone(address, followed.nonces) }()
	err := a.istiod.DeltaAggregatedResources(followed)
	if err != nil && stream.Context().Err() == nil {
		a.exchange.tell(serveEvent{Event: "error", Proxy: followed.node, Text: status.Convert(err).Message()})
	}
	return err
}

type deltaStream = discovery.AggregatedDiscoveryService_DeltaAggregatedResourcesServer

// followedStream is the stream of one proxy.
type followedStream struct {
	deltaStream
	address  string
	node     string
	exchange *exchange
	rewriter *rewriter
	mutex    sync.Mutex
	nonces   map[string]bool
}

func (s *followedStream) Send(response *discovery.DeltaDiscoveryResponse) error {
	s.exchange.sent(response.Nonce)
	s.mutex.Lock()
	s.nonces[response.Nonce] = true
	s.mutex.Unlock()
	if len(response.RemovedResources) > 0 {
		s.exchange.tell(serveEvent{Event: "removed", Proxy: s.node, Type: response.TypeUrl, Names: response.RemovedResources})
	}
	return s.deltaStream.Send(s.rewriter.rewrite(response))
}

func (s *followedStream) Recv() (*discovery.DeltaDiscoveryRequest, error) {
	request, err := s.deltaStream.Recv()
	if err != nil {
		return request, err
	}
	if request.Node != nil && request.Node.Id != "" {
		s.node = request.Node.Id
	}
	if request.ResponseNonce != "" {
		s.mutex.Lock()
		delete(s.nonces, request.ResponseNonce)
		s.mutex.Unlock()
		s.exchange.answered(s.address, request.TypeUrl, request.ResponseNonce)
		if request.ErrorDetail != nil {
			s.exchange.tell(serveEvent{Event: "nack", Proxy: s.node, Type: request.TypeUrl, Text: request.ErrorDetail.Message})
		} else {
			s.exchange.tell(serveEvent{Event: "ack", Proxy: s.node, Type: request.TypeUrl})
		}
	}
	return request, nil
}
