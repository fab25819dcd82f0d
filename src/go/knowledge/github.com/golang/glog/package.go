package glog

func Info(args ...any)

func Infof(format string, args ...any)

func Infoln(args ...any)

func InfoDepth(depth int, args ...any)

func Warning(args ...any)

func Warningf(format string, args ...any)

func Warningln(args ...any)

func WarningDepth(depth int, args ...any)

func Error(args ...any)

func Errorf(format string, args ...any)

func Errorln(args ...any)

func ErrorDepth(depth int, args ...any)

func Fatal(args ...any)

func Fatalf(format string, args ...any)

func Fatalln(args ...any)

func FatalDepth(depth int, args ...any)

//hindsight:exits
func Exit(args ...any)

//hindsight:exits
func Exitf(format string, args ...any)

//hindsight:exits
func Exitln(args ...any)

//hindsight:exits
func ExitDepth(depth int, args ...any)

func ErrorS(err error, msg string, keysAndValues ...any)

func Flush()

//hindsight:exits
func FlushAndExit(flushTimeout any, exitCode int)

func InfoS(msg string, keysAndValues ...any)

func KObj(obj any) any

func V(level Level) Verbose

type Level int32

type Verbose struct{}

func (v Verbose) Enabled() bool

func (v Verbose) ErrorS(err error, msg string, keysAndValues ...any)

func (v Verbose) Info(args ...any)

func (v Verbose) InfoS(msg string, keysAndValues ...any)

func (v Verbose) Infof(format string, args ...any)

func (v Verbose) Infoln(args ...any)
