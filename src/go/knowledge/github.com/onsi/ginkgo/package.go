package ginkgo

func AfterEach(args ...any) bool

func AfterSuite(args ...any) bool

func BeforeEach(args ...any) bool

func BeforeSuite(args ...any) bool

func DeferCleanup(args ...any) bool

func JustBeforeEach(args ...any) bool

func SynchronizedAfterSuite(args ...any) bool

func By(text any, args ...any) bool

func Context(text any, args ...any) bool

func Describe(text any, args ...any) bool

func DescribeTable(text any, args ...any) bool

func Entry(text any, args ...any) bool

func It(text any, args ...any) bool

func PIt(text any, args ...any) bool

func Specify(text any, args ...any) bool

func When(text any, args ...any) bool

//hindsight:exits
func Fail(message string, callerSkip ...int)

func GinkgoRecover()

func GinkgoT() any

//hindsight:exits
func Skip(message string, callerSkip ...int)
