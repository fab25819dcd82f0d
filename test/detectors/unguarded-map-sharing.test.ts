import { describe, expect, it } from 'vitest';
import { said } from './map-said.js';

const imports = `package a

import (
	"context"
	"net/http"

	"m/pb"
)

`;
const more = {
  'go.mod': 'module m\n\nrequire google.golang.org/grpc v1.64.0\n',
  'pb/pb.go': 'package pb\n\ntype UnimplementedStoreServer struct{}\n\ntype Request struct{ Name string }\n',
};
const type = `type S struct {
	pb.UnimplementedStoreServer
	known map[string]int
}

`;

/** What is said of a function that is added to the rest. */
async function added(rest: string, text: string): Promise<string[]> {
  const before = `${imports}${rest}\n`;
  return said(before, `${before}${text}`, more);
}

describe('a map without a lock', () => {
  const get = (body: string) =>
    `func (s *S) Get(ctx context.Context, r *pb.Request) (*pb.Request, error) {\n${body}\n\treturn r, nil\n}\n`;

  it('is written by a method of a service', async () => {
    expect(await added(type, get('\ts.known[r.Name]++'))).toEqual(['17 write s.known likely']);
    expect(await added(type.replace(/\tpb.*\n/, ''), get('\ts.known[r.Name]++'))).toEqual([]);
  });

  it('is one for each request', async () => {
    expect(await added(type, get('\tknown := map[string]int{}\n\tknown[r.Name]++'))).toEqual([]);
    expect(await added(type, get('\tother := &S{known: map[string]int{}}\n\tother.known[r.Name]++'))).toEqual([]);
  });

  const plain = type.replace(/\tpb.*\n/, '');
  const loop = `func (s *S) Start(names chan string) {
	go s.loop(names)
}

func (s *S) loop(names chan string) {
	for name := range names {
		s.known[name]++
	}
}

`;
  const handler = (body: string) => `func (s *S) ServeHTTP(w http.ResponseWriter, r *http.Request) {\n${body}\n}\n`;

  it('is written by a goroutine and read by a handler', async () => {
    expect(await added(plain + handler('\tprintln(s.known[r.URL.Path])'), loop)).toEqual(['24 write s.known likely']);
  });

  it('belongs to the goroutine that others send to', async () => {
    expect(await added(plain + handler('\ts.names <- r.URL.Path'), loop)).toEqual([]);
  });

  it('is read before the goroutine is started', async () => {
    const start = 'func (s *S) Open(names chan string) {\n\tprintln(s.known[""])\n\tgo s.loop(names)\n}\n';
    expect(await added(plain + start, loop)).toEqual([]);
  });

  it('is guarded by a lock that stands elsewhere', async () => {
    const locked = handler('\tlock.Lock()\n\tdefer lock.Unlock()\n\tprintln(s.known[r.URL.Path])');
    expect(await added(plain + locked, loop)).toEqual([]);
  });

  it('is written by workers that a loop starts', async () => {
    const workers = (loops: string) =>
      `func (s *S) Run(n int, names chan string) {\n\t${loops} {\n\t\tgo s.loop(names)\n\t}\n}\n`;
    const work = loop.slice(loop.indexOf('func (s *S) loop'));
    expect(await added(plain + workers('for i := 0; i < n; i++'), work)).toEqual(['22 write s.known likely']);
    expect(await added(plain + workers('if n > 0'), work)).toEqual([]);
  });
});
