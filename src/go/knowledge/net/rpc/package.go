package rpc

import (
	"io"
	"net"
	"net/http"
)

func (client *Client) Call(serviceMethod string, args any, reply any) error

func (client *Client) Close() error

func (client *Client) Go(serviceMethod string, args any, reply any, done chan *Call) *Call

func (e ServerError) Error() string

//hindsight:keeps lis
func (server *Server) Accept(lis net.Listener)

func (server *Server) HandleHTTP(rpcPath, debugPath string)

func (server *Server) Register(rcvr any) error

func (server *Server) RegisterName(name string, rcvr any) error

func (server *Server) ServeCodec(codec ServerCodec)

//hindsight:releases conn
func (server *Server) ServeConn(conn io.ReadWriteCloser)

func (server *Server) ServeHTTP(w http.ResponseWriter, req *http.Request)

func (server *Server) ServeRequest(codec ServerCodec) error

//hindsight:keeps lis
func Accept(lis net.Listener)

func Dial(network, address string) (*Client, error)

func DialHTTP(network, address string) (*Client, error)

func DialHTTPPath(network, address, path string) (*Client, error)

func HandleHTTP()

//hindsight:carries conn
func NewClient(conn io.ReadWriteCloser) *Client

//hindsight:carries codec
func NewClientWithCodec(codec ClientCodec) *Client

func NewServer() *Server

func Register(rcvr any) error

func RegisterName(name string, rcvr any) error

//hindsight:releases codec
func ServeCodec(codec ServerCodec)

//hindsight:releases conn
func ServeConn(conn io.ReadWriteCloser)

func ServeRequest(codec ServerCodec) error

type Call struct {
	ServiceMethod string
	Args          any
	Reply         any
	Error         error
	Done          chan *Call
}

type Client struct {
}

type ClientCodec interface {
	WriteRequest(*Request, any) error
	ReadResponseHeader(*Response) error
	ReadResponseBody(any) error

	Close() error
}

type Request struct {
	ServiceMethod string
	Seq           uint64
}

type Response struct {
	ServiceMethod string
	Seq           uint64
	Error         string
}

type Server struct {
}

type ServerCodec interface {
	ReadRequestHeader(*Request) error
	ReadRequestBody(any) error
	WriteResponse(*Response, any) error

	Close() error
}

type ServerError string
