package zap

import "time"

type Field struct{}

type Logger struct{}

type SugaredLogger struct{}

func (log *Logger) Debug(msg string, fields ...Field)

func (s *SugaredLogger) Debug(args ...any)

func (s *SugaredLogger) Debugf(template string, args ...any)

func (s *SugaredLogger) Debugw(msg string, keysAndValues ...any)

func (log *Logger) Info(msg string, fields ...Field)

func (s *SugaredLogger) Info(args ...any)

func (s *SugaredLogger) Infof(template string, args ...any)

func (s *SugaredLogger) Infow(msg string, keysAndValues ...any)

func (log *Logger) Warn(msg string, fields ...Field)

func (s *SugaredLogger) Warn(args ...any)

func (s *SugaredLogger) Warnf(template string, args ...any)

func (s *SugaredLogger) Warnw(msg string, keysAndValues ...any)

func (log *Logger) Error(msg string, fields ...Field)

func (s *SugaredLogger) Error(args ...any)

func (s *SugaredLogger) Errorf(template string, args ...any)

func (s *SugaredLogger) Errorw(msg string, keysAndValues ...any)

func (log *Logger) DPanic(msg string, fields ...Field)

func (s *SugaredLogger) DPanic(args ...any)

func (s *SugaredLogger) DPanicf(template string, args ...any)

func (s *SugaredLogger) DPanicw(msg string, keysAndValues ...any)

func (log *Logger) Panic(msg string, fields ...Field)

func (s *SugaredLogger) Panic(args ...any)

func (s *SugaredLogger) Panicf(template string, args ...any)

func (s *SugaredLogger) Panicw(msg string, keysAndValues ...any)

func (log *Logger) Fatal(msg string, fields ...Field)

func (s *SugaredLogger) Fatal(args ...any)

func (s *SugaredLogger) Fatalf(template string, args ...any)

func (s *SugaredLogger) Fatalw(msg string, keysAndValues ...any)

func (log *Logger) Named(s string) *Logger

func (log *Logger) Sugar() *SugaredLogger

func (log *Logger) Sync() error

func (log *Logger) With(fields ...Field) *Logger

func (s *SugaredLogger) With(args ...any) *SugaredLogger

func L() *Logger

func NewNop() *Logger

func S() *SugaredLogger

func Any(key string, value any) Field

func Bool(key string, val bool) Field

func Duration(key string, val time.Duration) Field

func Error(err error) Field

func Int(key string, val int) Field

func Int64(key string, val int64) Field

func NamedError(key string, err error) Field

func Reflect(key string, val any) Field

func String(key string, val string) Field

func Strings(key string, ss []string) Field

func Time(key string, val time.Time) Field

func Uint64(key string, val uint64) Field
