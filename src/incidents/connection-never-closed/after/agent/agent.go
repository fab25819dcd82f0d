// Package agent tells a local agent what has been started.
package agent

import (
	"encoding/json"
	"fmt"
	"net"
	"time"
)

// Send opens a connection for every message and leaves it open.
func Send(path string, state any) error {
	conn, err := net.Dial("unix", path)
	if err != nil {
		return fmt.Errorf("connect to %s: %w", path, err)
	}
	defer conn.Close()
	text, err := json.Marshal(state)
	if err != nil {
		return fmt.Errorf("encode state: %w", err)
	}
	if err := write(conn, text); err != nil {
		return fmt.Errorf("send to %s: %w", path, err)
	}
	return nil
}

func write(conn net.Conn, text []byte) error {
	if err := conn.SetWriteDeadline(time.Now().Add(time.Second)); err != nil {
		return err
	}
	_, err := conn.Write(text)
	return err
}

// Serve answers in a goroutine that forgets the connection when it is done.
func Serve(listener net.Listener, answer func(net.Addr) []byte) error {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer conn.Close()
			if err := write(conn, answer(conn.RemoteAddr())); err != nil {
				fmt.Println(err)
			}
		}()
	}
}
