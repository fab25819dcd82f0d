// Package pool uses connections in the ways that are right: none of this deserves a comment.
package pool

import (
	"bufio"
	"context"
	"crypto/tls"
	"net"
	"sync"
	"time"
)

// Pool keeps connections that are not in use.
type Pool struct {
	lock sync.Mutex
	idle []net.Conn
	dial func() (net.Conn, error)
}

// New dials when it is asked to.
func New(address string) *Pool {
	return &Pool{dial: func() (net.Conn, error) { return net.DialTimeout("tcp", address, time.Second) }}
}

// Get hands the connection to its caller.
func (p *Pool) Get() (net.Conn, error) {
	p.lock.Lock()
	defer p.lock.Unlock()
	if last := len(p.idle) - 1; last >= 0 {
		conn := p.idle[last]
		p.idle = p.idle[:last]
		return conn, nil
	}
	return p.dial()
}

// Fill stores what it opens.
func (p *Pool) Fill(ctx context.Context, address string) error {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return err
	}
	p.lock.Lock()
	p.idle = append(p.idle, conn)
	p.lock.Unlock()
	return nil
}

// Secure gives the connection to what wraps it; closing that closes both.
func Secure(address string, config *tls.Config) (net.Conn, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	secure := tls.Client(conn, config)
	if err := secure.Handshake(); err != nil {
		conn.Close()
		return nil, err
	}
	return secure, nil
}

// Line closes in a helper of this package.
func Line(address string) (string, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return "", err
	}
	defer hangUp(conn)
	return bufio.NewReader(conn).ReadString('\n')
}

func hangUp(conn net.Conn) {
	conn.SetDeadline(time.Now())
	conn.Close()
}

// Serve gives each connection to a handler that closes it.
func Serve(listener net.Listener) error {
	defer listener.Close()
	for {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		go handle(conn)
	}
}

func handle(conn net.Conn) {
	defer conn.Close()
	conn.Write([]byte("hello\n"))
}
