// What protoc-gen-go-grpc generates for a service: https://grpc.io/docs/languages/go/generated-code/
//
//hindsight:concurrent
//hindsight:service embeds Unimplemented*Server
//hindsight:service embeds Unsafe*Server
//hindsight:service registers Register*Server
//hindsight:service streams *Server
package grpc

import (
	"context"
	"net"
)

func Dial(target string, opts ...DialOption) (*ClientConn, error)

func DialContext(ctx context.Context, target string, opts ...DialOption) (*ClientConn, error)

func NewClient(target string, opts ...DialOption) (*ClientConn, error)

func NewServer(opt ...ServerOption) *Server

type CallOption interface{}

type ClientConn struct{}

func (cc *ClientConn) Close() error

func (cc *ClientConn) Connect()

func (cc *ClientConn) GetState() any

func (cc *ClientConn) Invoke(ctx context.Context, method string, args, reply any, opts ...CallOption) error

func (cc *ClientConn) NewStream(ctx context.Context, desc any, method string, opts ...CallOption) (ClientStream, error)

func (cc *ClientConn) Target() string

func (cc *ClientConn) WaitForStateChange(ctx context.Context, sourceState any) bool

type ClientConnInterface interface {
	Invoke(ctx context.Context, method string, args any, reply any, opts ...CallOption) error
}

type ClientStream interface {
	CloseSend() error
	Context() context.Context
	RecvMsg(m any) error
	SendMsg(m any) error
}

type DialOption interface{}

type Server struct{}

func (s *Server) GracefulStop()

//hindsight:releases lis
func (s *Server) Serve(lis net.Listener) error

func (s *Server) Stop()

type ServerOption interface{}

type ServerStream interface {
	Context() context.Context
	RecvMsg(m any) error
	SendMsg(m any) error
}

//hindsight:concurrent
type StreamServerInterceptor func(srv any, ss ServerStream, info *StreamServerInfo, handler StreamHandler) error

type StreamServerInfo struct{}

type StreamHandler func(srv any, stream ServerStream) error

type UnaryHandler func(ctx context.Context, req any) (any, error)

//hindsight:concurrent
type UnaryServerInterceptor func(ctx context.Context, req any, info *UnaryServerInfo, handler UnaryHandler) (resp any, err error)

type UnaryServerInfo struct{}
