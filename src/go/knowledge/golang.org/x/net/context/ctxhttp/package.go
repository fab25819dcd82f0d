package ctxhttp

import (
	"context"
	"io"
	"net/http"
	"net/url"
)

func Do(ctx context.Context, client *http.Client, req *http.Request) (*http.Response, error)

func Get(ctx context.Context, client *http.Client, url string) (*http.Response, error)

func Head(ctx context.Context, client *http.Client, url string) (*http.Response, error)

//hindsight:releases body
func Post(ctx context.Context, client *http.Client, url string, bodyType string, body io.Reader) (*http.Response, error)

func PostForm(ctx context.Context, client *http.Client, url string, data url.Values) (*http.Response, error)
