import { withLiterals } from '../../src/go/form.js';
import { acquisitionsIn } from '../../src/go/ownership/owned-results.js';
import type { Resource } from '../../src/go/ownership/resource.js';
import { formOf } from '../../src/go/type-of.js';
import { asked, declared, opened } from './loaded.js';

/** Nobody knows this package but the table of resources. */
export const resources: readonly Resource[] = [
  { type: 'example.com/lib.Handle', acquire: ['example.com/lib.Open', 'example.com/lib.New'], release: ['Close'] },
];

const head = `package a

import (
	"errors"
	"io"
	"log"
	"os"
	"runtime"
	"testing"

	"example.com/lib"
	"m/other"
)
`;

/** Another package of the module, which borrows, keeps, gives back and wraps what it is handed. */
const other = `package other

import "example.com/lib"

var kept *lib.Handle

func Use(h *lib.Handle) error { return h.List() }

func UseDeep(h *lib.Handle) error { return Use(h) }

func Keep(h *lib.Handle) { kept = h }

func Shut(h *lib.Handle) { _ = h.Close() }

func ShutDeep(h *lib.Handle) {
	if h != nil {
		Shut(h)
	}
}

func ShutAll(hs ...*lib.Handle) {
	for _, h := range hs {
		h.Close()
	}
}

type Client struct{ handle *lib.Handle }

func NewClient(h *lib.Handle) *Client { return &Client{handle: h} }

func Dial() (*Client, error) {
	h, err := lib.Open()
	if err != nil {
		return nil, err
	}
	return &Client{handle: h}, nil
}

func (c *Client) Get() error { return c.handle.List() }

func (c *Client) Stop() { c.handle.Close() }

type Shim interface {
	List() error
	Delete()
}

type realShim struct{ inner *lib.Handle }

func (s *realShim) List() error { return s.inner.List() }

func (s *realShim) Delete() { s.inner.Close() }

func NewShim() (Shim, error) {
	h, err := lib.Open()
	if err != nil {
		return nil, err
	}
	return &realShim{h}, nil
}

type Embedding struct {
	*lib.Handle
	name string
}

func NewEmbedding() *Embedding { return &Embedding{Handle: lib.New(), name: "x"} }

func Again() (*lib.Handle, error) { return lib.Open() }

func Ready() (string, *lib.Handle) {
	h := lib.New()
	return "ready", h
}

func Cached() *lib.Handle {
	if kept != nil {
		return kept
	}
	kept = lib.New()
	return kept
}
`;

/** What becomes of every acquisition in \`func f\`, literals included: \`leak: \` and the line of each exit, released, moved, returned. */
export async function outcomes(code: string): Promise<string[]> {
  const path = 'a/a.go';
  const files = { 'go.mod': 'module m\n', [path]: `${head}\n${code}\n`, 'other/other.go': other };
  const program = await opened(files, [path]);
  const lines = files[path]?.split('\n') ?? [];
  return asked(program, () => {
    const form = formOf(program, declared(program, path, 'f'));
    if (!form) throw new Error(`expected code that parses, got ${JSON.stringify(program.skipped)}`);
    return withLiterals(form)
      .flatMap((each) => acquisitionsIn(program, each, resources))
      .map(({ outcome }) => {
        const leaks = outcome.leaks.map(({ place }) => `leak: ${lines[place.line - 1]?.trim()}`);
        const others = (['releases', 'moves', 'returned'] as const).filter((each) => outcome[each].length > 0);
        return [...leaks, ...others].join(', ') || 'nothing';
      });
  });
}
