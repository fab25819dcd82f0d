import { describe, expect, it } from 'vitest';
import { rootOver } from '../../src/go/concurrency/roots.js';
import { formOf } from '../../src/go/type-of.js';
import { asked, declared, opened } from './loaded.js';

const modules = `module m

require (
	google.golang.org/grpc v1.64.0
	sigs.k8s.io/controller-runtime v0.18.0
)
`;

/** How the method `work` of `S` comes to run beside other code, `several` when also beside itself. */
async function roots(imports: string[], code: string, more: Record<string, string> = {}): Promise<string> {
  const program = await opened({
    'go.mod': modules,
    'a/a.go': `package a\n\nimport (\n${imports.map((each) => `\t${each}\n`).join('')})\n\ntype S struct{ known map[string]int }\n\nfunc (s *S) work() {}\n\n${code}\n`,
    ...more,
  });
  return asked(program, () => {
    const form = formOf(program, declared(program, 'a/a.go', 'work'));
    const root = form && rootOver(program, form, () => true);
    return root ? `${root.kind} ${root.form.declaration}${root.withItself ? ' several' : ''}` : 'none';
  });
}

describe('what runs at the same time as other code', () => {
  it('is what go starts, several times in a loop', async () => {
    expect(await roots([], 'func (s *S) Start() { go s.work() }')).toBe('goroutine S.work');
    expect(await roots([], 'func (s *S) Start() { go func() { s.work() }() }')).toBe('goroutine S.Start');
    expect(await roots([], 'func (s *S) Start(n int) { for i := 0; i < n; i++ { go s.work() } }')).toBe(
      'goroutine S.work several',
    );
  });

  it('is one for each value of a loop over values', async () => {
    expect(await roots([], 'func Start(all []*S) { for _, s := range all { go s.work() } }')).toBe('goroutine S.work');
  });

  it('takes turns in a loop that waits', async () => {
    expect(await roots([], 'func (s *S) Start(done chan int) { for { go s.work(); <-done } }')).toBe(
      'goroutine S.work',
    );
  });

  it('is what a library starts', async () => {
    const group = ['"golang.org/x/sync/errgroup"'];
    expect(await roots(group, 'func (s *S) Run(g *errgroup.Group) { g.Go(s.work) }')).toBe('goroutine S.work');
    expect(await roots(group, 'func (s *S) Run(g *errgroup.Group, n int) { for range n { g.Go(s.work) } }')).toBe(
      'goroutine S.work several',
    );
    expect(await roots(['"time"'], 'func (s *S) Run() { time.AfterFunc(time.Second, s.work) }')).toBe(
      'goroutine S.work',
    );
    expect(await roots(['"sync"'], 'func (s *S) Run(wg *sync.WaitGroup) { wg.Go(func() { s.work() }) }')).toBe(
      'goroutine S.Run',
    );
  });

  it('is a worker of a queue', async () => {
    const wait = ['"k8s.io/apimachinery/pkg/util/wait"', '"time"'];
    const run = (loop: string) =>
      `func (s *S) Run(workers int, stop chan struct{}) {\n${loop}\n}\nfunc (s *S) worker() { for s.next() {} }\nfunc (s *S) next() bool { s.work(); return true }`;
    expect(await roots(wait, run('for i := 0; i < workers; i++ { go wait.Until(s.worker, time.Second, stop) }'))).toBe(
      'goroutine S.worker several',
    );
    expect(await roots(wait, run('go wait.Until(s.worker, time.Second, stop)'))).toBe('goroutine S.worker');
  });

  it('is a handler of a server, by its signature', async () => {
    const http = ['"net/http"'];
    expect(await roots(http, 'func (s *S) Get(w http.ResponseWriter, r *http.Request) { s.work() }')).toBe(
      'handler S.Get several',
    );
    expect(
      await roots(
        http,
        'func (s *S) Serve(mux *http.ServeMux) { mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.work() }) }',
      ),
    ).toBe('handler S.Serve several');
    expect(await roots(['"github.com/gin-gonic/gin"'], 'func (s *S) Get(c *gin.Context) { s.work() }')).toBe(
      'handler S.Get several',
    );
    const metrics = ['"github.com/prometheus/client_golang/prometheus"'];
    expect(await roots(metrics, 'func (s *S) Collect(out chan<- prometheus.Metric) { s.work() }')).toBe(
      'handler S.Collect several',
    );
    expect(await roots(metrics, 'func (s *S) Send(out chan<- prometheus.Metric) { s.work() }')).toBe('none');
  });

  it('is a client where the request is sent', async () => {
    expect(await roots(['"net/http"'], 'func (s *S) Get(c *http.Client, r *http.Request) { s.work() }')).toBe('none');
  });

  it('is Reconcile, one after the other', async () => {
    const runtime = ['"context"', 'ctrl "sigs.k8s.io/controller-runtime"'];
    const code = (name: string) =>
      `func (s *S) ${name}(ctx context.Context, r ctrl.Request) (ctrl.Result, error) { s.work(); return ctrl.Result{}, nil }`;
    expect(await roots(runtime, code('Reconcile'))).toBe('handler S.Reconcile');
    expect(await roots(runtime, code('Other'))).toBe('none');
  });

  it('is a handler of an informer', async () => {
    const cache = ['"k8s.io/client-go/tools/cache"'];
    const watch = (handler: string) =>
      `func (s *S) Watch(i I) { i.Add(cache.ResourceEventHandlerFuncs{AddFunc: ${handler}}) }\nfunc (s *S) onAdd(o any) { s.work() }`;
    expect(await roots(cache, watch('s.onAdd'))).toBe('handler S.onAdd');
    expect(await roots(cache, watch('func(o any) { s.work() }'))).toBe('handler S.Watch');
  });

  it('is a method of a gRPC service', async () => {
    const files = { 'pb/pb.go': 'package pb\ntype UnimplementedStoreServer struct{}\ntype Request struct{}\n' };
    const imports = ['"context"', '"m/pb"'];
    const method = (name: string, holder = 'S') =>
      `func (s *${holder}) ${name}(ctx context.Context, r *pb.Request) (*pb.Request, error) { (&S{}).work(); return nil, nil }`;
    const embeds = 'type T struct { pb.UnimplementedStoreServer }\n';
    expect(await roots(imports, embeds + method('Get', 'T'), files)).toBe('service method T.Get several');
    expect(await roots(imports, embeds + method('get', 'T'), files)).toBe('none');
    expect(await roots(imports, method('Get'), files)).toBe('none');
    const registered = 'func Serve(server any) { pb.RegisterStoreServer(server, &S{}) }\n';
    expect(await roots(imports, registered + method('Get'), files)).toBe('service method S.Get several');
  });

  it('may be reached from another package of the change', async () => {
    const handler =
      'package b\nimport (\n\t"m/a"\n\t"net/http"\n)\nfunc Get(w http.ResponseWriter, r *http.Request) { a.Work(&a.S{}) }\n';
    expect(await roots([], 'func Work(s *S) { s.work() }', { 'b/b.go': handler })).toBe('handler Get several');
    expect(await roots([], 'func Work(s *S) { s.work() }', { 'b/b.go': handler.replace('m/a', 'm/c') })).toBe('none');
  });

  it('is not what another type does under the same name', async () => {
    expect(await roots([], 'type T struct{}\nfunc (t *T) work() {}\nfunc (t *T) Start() { go t.work() }')).toBe('none');
  });
});
