package testing

import "context"

type TB interface {
	//hindsight:releases f
	Cleanup(f func())
	Context() context.Context
	Error(args ...any)
	Errorf(format string, args ...any)
	Fail()
	FailNow()
	Failed() bool
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Helper()
	Log(args ...any)
	Logf(format string, args ...any)
	Name() string
	Setenv(key, value string)
	Skip(args ...any)
	SkipNow()
	Skipf(format string, args ...any)
	TempDir() string
}

type T struct{ TB }

//hindsight:releases f
func (t *T) Cleanup(f func())

func (t *T) Run(name string, f func(t *T)) bool

func (t *T) Parallel()

type B struct {
	TB
	N int
}

//hindsight:releases f
func (b *B) Cleanup(f func())

func (b *B) Run(name string, f func(b *B)) bool

func (b *B) RunParallel(body func(*PB))

func (b *B) ReportAllocs()

func (b *B) ResetTimer()

func (b *B) StartTimer()

func (b *B) StopTimer()

type PB struct{}

func (pb *PB) Next() bool

type F struct{ TB }

func (f *F) Add(args ...any)

func (f *F) Fuzz(ff any)

type M struct{}

func (m *M) Run() int
