// Package proxy carries calls over plain HTTP.
package proxy

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"example.com/agent/quietly"
)

// Client sends calls to one server.
type Client struct {
	http    *http.Client
	address string
}

// Call sends a message and reads the answer.
func (c *Client) Call(method string, message []byte) ([]byte, error) {
	resp, err := c.send(method, message)
	if err != nil {
		return nil, err
	}
	defer quietly.Close(resp.Body)
	return io.ReadAll(resp.Body)
}

// send hands the open response to its caller, who closes the body. When the call has failed there is nobody to do so.
func (c *Client) send(method string, message []byte) (*http.Response, error) {
	req, err := http.NewRequest(http.MethodPost, c.address+method, bytes.NewReader(message))
	if err != nil {
		return nil, err
	}
	resp, err := c.http.Do(req) // want handle:"^resp$" acquire:"c\.http\.Do" release:"^Body\.Close$" giveBack:"^resp\.Body\.Close\(\)$" function:"Client\.send"
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: status %d", method, resp.StatusCode)
	}
	if code, _ := strconv.Atoi(resp.Header.Get("Call-Status")); code != 0 {
		return nil, fmt.Errorf("%s: %s", method, resp.Header.Get("Call-Message"))
	}
	return resp, nil
}
