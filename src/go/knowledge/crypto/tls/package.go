package tls

import (
	"context"
	"crypto"
	"crypto/x509"
	"io"
	"net"
	"time"
)

func (c *CertificateRequestInfo) Context() context.Context

func (c *ClientHelloInfo) Context() context.Context

func (c *Config) BuildNameToCertificate()

func (c *Config) Clone() *Config

func (c *Config) DecryptTicket(identity []byte, cs ConnectionState) (*SessionState, error)

func (c *Config) EncryptTicket(cs ConnectionState, ss *SessionState) ([]byte, error)

func (c *Config) SetSessionTicketKeys(keys [][32]byte)

func (c *Conn) Close() error

func (c *Conn) CloseWrite() error

func (c *Conn) ConnectionState() ConnectionState

func (c *Conn) Handshake() error

func (c *Conn) HandshakeContext(ctx context.Context) error

func (c *Conn) LocalAddr() net.Addr

func (c *Conn) NetConn() net.Conn

func (c *Conn) OCSPResponse() []byte

func (c *Conn) Read(b []byte) (int, error)

func (c *Conn) RemoteAddr() net.Addr

func (c *Conn) SetDeadline(t time.Time) error

func (c *Conn) SetReadDeadline(t time.Time) error

func (c *Conn) SetWriteDeadline(t time.Time) error

func (c *Conn) VerifyHostname(host string) error

func (c *Conn) Write(b []byte) (int, error)

func (chi *ClientHelloInfo) SupportsCertificate(c *Certificate) error

func (cri *CertificateRequestInfo) SupportsCertificate(c *Certificate) error

func (cs *ClientSessionState) ResumptionState() (ticket []byte, state *SessionState, err error)

func (cs *ConnectionState) ExportKeyingMaterial(label string, context []byte, length int) ([]byte, error)

func (d *Dialer) Dial(network, addr string) (net.Conn, error)

func (d *Dialer) DialContext(ctx context.Context, network, addr string) (net.Conn, error)

func (e *CertificateVerificationError) Error() string

func (e *CertificateVerificationError) Unwrap() error

func (e *ECHRejectionError) Error() string

func (e AlertError) Error() string

func (e RecordHeaderError) Error() string

func (i ClientAuthType) String() string

func (i CurveID) String() string

func (i SignatureScheme) String() string

func (l QUICEncryptionLevel) String() string

func (q *QUICConn) Close() error

func (q *QUICConn) ConnectionState() ConnectionState

func (q *QUICConn) HandleData(level QUICEncryptionLevel, data []byte) error

func (q *QUICConn) NextEvent() QUICEvent

func (q *QUICConn) SendSessionTicket(opts QUICSessionTicketOptions) error

func (q *QUICConn) SetTransportParameters(params []byte)

func (q *QUICConn) Start(ctx context.Context) error

func (q *QUICConn) StoreSession(session *SessionState) error

func (s *SessionState) Bytes() ([]byte, error)

func CipherSuiteName(id uint16) string

func CipherSuites() []*CipherSuite

//hindsight:carries conn
func Client(conn net.Conn, config *Config) *Conn

func Dial(network, addr string, config *Config) (*Conn, error)

func DialWithDialer(dialer *net.Dialer, network, addr string, config *Config) (*Conn, error)

func InsecureCipherSuites() []*CipherSuite

func Listen(network, laddr string, config *Config) (net.Listener, error)

func LoadX509KeyPair(certFile, keyFile string) (Certificate, error)

func NewLRUClientSessionCache(capacity int) ClientSessionCache

//hindsight:carries inner
func NewListener(inner net.Listener, config *Config) net.Listener

func NewResumptionState(ticket []byte, state *SessionState) (*ClientSessionState, error)

func ParseSessionState(data []byte) (*SessionState, error)

func QUICClient(config *QUICConfig) *QUICConn

func QUICServer(config *QUICConfig) *QUICConn

//hindsight:carries conn
func Server(conn net.Conn, config *Config) *Conn

func VersionName(version uint16) string

func X509KeyPair(certPEMBlock, keyPEMBlock []byte) (Certificate, error)

type AlertError uint8

type Certificate struct {
	Certificate [][]byte

	PrivateKey crypto.PrivateKey

	SupportedSignatureAlgorithms []SignatureScheme

	OCSPStaple []byte

	SignedCertificateTimestamps [][]byte

	Leaf *x509.Certificate
}

type CertificateRequestInfo struct {
	AcceptableCAs [][]byte

	SignatureSchemes []SignatureScheme

	Version uint16
}

type CertificateVerificationError struct {
	UnverifiedCertificates []*x509.Certificate
	Err                    error
}

type CipherSuite struct {
	ID   uint16
	Name string

	SupportedVersions []uint16

	Insecure bool
}

type ClientAuthType int

type ClientHelloInfo struct {
	CipherSuites []uint16

	ServerName string

	SupportedCurves []CurveID

	SupportedPoints []uint8

	SignatureSchemes []SignatureScheme

	SupportedProtos []string

	SupportedVersions []uint16

	Extensions []uint16

	Conn net.Conn

	HelloRetryRequest bool
}

type ClientSessionCache interface {
	Get(sessionKey string) (session *ClientSessionState, ok bool)

	Put(sessionKey string, cs *ClientSessionState)
}

type ClientSessionState struct {
}

type Config struct {
	Rand io.Reader

	Time func() time.Time

	Certificates []Certificate

	NameToCertificate map[string]*Certificate

	GetCertificate func(*ClientHelloInfo) (*Certificate, error)

	GetClientCertificate func(*CertificateRequestInfo) (*Certificate, error)

	GetConfigForClient func(*ClientHelloInfo) (*Config, error)

	VerifyPeerCertificate func(rawCerts [][]byte, verifiedChains [][]*x509.Certificate) error

	VerifyConnection func(ConnectionState) error

	RootCAs *x509.CertPool

	NextProtos []string

	ServerName string

	ClientAuth ClientAuthType

	ClientCAs *x509.CertPool

	InsecureSkipVerify bool

	CipherSuites []uint16

	PreferServerCipherSuites bool

	SessionTicketsDisabled bool

	SessionTicketKey [32]byte

	ClientSessionCache ClientSessionCache

	UnwrapSession func(identity []byte, cs ConnectionState) (*SessionState, error)

	WrapSession func(ConnectionState, *SessionState) ([]byte, error)

	MinVersion uint16

	MaxVersion uint16

	CurvePreferences []CurveID

	DynamicRecordSizingDisabled bool

	Renegotiation RenegotiationSupport

	KeyLogWriter io.Writer

	EncryptedClientHelloConfigList []byte

	EncryptedClientHelloRejectionVerify func(ConnectionState) error

	GetEncryptedClientHelloKeys func(*ClientHelloInfo) ([]EncryptedClientHelloKey, error)

	EncryptedClientHelloKeys []EncryptedClientHelloKey
}

type Conn struct {
}

type ConnectionState struct {
	Version uint16

	HandshakeComplete bool

	DidResume bool

	CipherSuite uint16

	CurveID CurveID

	NegotiatedProtocol string

	NegotiatedProtocolIsMutual bool

	ServerName string

	PeerCertificates []*x509.Certificate

	VerifiedChains [][]*x509.Certificate

	SignedCertificateTimestamps [][]byte

	OCSPResponse []byte

	TLSUnique []byte

	ECHAccepted bool

	HelloRetryRequest bool
}

type CurveID uint16

type Dialer struct {
	NetDialer *net.Dialer

	Config *Config
}

type ECHRejectionError struct {
	RetryConfigList []byte
}

type EncryptedClientHelloKey struct {
	Config []byte

	PrivateKey []byte

	SendAsRetry bool
}

type QUICConfig struct {
	TLSConfig *Config

	EnableSessionEvents bool
}

type QUICConn struct {
}

type QUICEncryptionLevel int

type QUICEvent struct {
	Kind QUICEventKind

	Level QUICEncryptionLevel

	Data []byte

	Suite uint16

	SessionState *SessionState

	Err error
}

type QUICEventKind int

type QUICSessionTicketOptions struct {
	EarlyData bool
	Extra     [][]byte
}

type RecordHeaderError struct {
	Msg string

	RecordHeader [5]byte

	Conn net.Conn
}

type RenegotiationSupport int

type SessionState struct {
	Extra [][]byte

	EarlyData bool
}

type SignatureScheme uint16
