package assert

type TestingT interface {
	Errorf(format string, args ...any)
}

func Contains(t TestingT, s, contains any, msgAndArgs ...any) bool

func Empty(t TestingT, object any, msgAndArgs ...any) bool

func Equal(t TestingT, expected, actual any, msgAndArgs ...any) bool

func Equalf(t TestingT, expected, actual any, msg string, args ...any) bool

func Error(t TestingT, err error, msgAndArgs ...any) bool

func ErrorContains(t TestingT, err error, contains string, msgAndArgs ...any) bool

func ErrorIs(t TestingT, err, target error, msgAndArgs ...any) bool

func Errorf(t TestingT, err error, msg string, args ...any) bool

func Eventually(t TestingT, condition func() bool, waitFor, tick any, msgAndArgs ...any) bool

func False(t TestingT, value bool, msgAndArgs ...any) bool

func Falsef(t TestingT, value bool, msg string, args ...any) bool

func Greater(t TestingT, e1, e2 any, msgAndArgs ...any) bool

func Implements(t TestingT, interfaceObject, object any, msgAndArgs ...any) bool

func IsType(t TestingT, expectedType, object any, msgAndArgs ...any) bool

func Len(t TestingT, object any, length int, msgAndArgs ...any) bool

func Nil(t TestingT, object any, msgAndArgs ...any) bool

func Nilf(t TestingT, object any, msg string, args ...any) bool

func NoError(t TestingT, err error, msgAndArgs ...any) bool

func NoErrorf(t TestingT, err error, msg string, args ...any) bool

func NotContains(t TestingT, s, contains any, msgAndArgs ...any) bool

func NotEmpty(t TestingT, object any, msgAndArgs ...any) bool

func NotEqual(t TestingT, expected, actual any, msgAndArgs ...any) bool

func NotNil(t TestingT, object any, msgAndArgs ...any) bool

func NotNilf(t TestingT, object any, msg string, args ...any) bool

func Same(t TestingT, expected, actual any, msgAndArgs ...any) bool

func True(t TestingT, value bool, msgAndArgs ...any) bool

func Truef(t TestingT, value bool, msg string, args ...any) bool

func Zero(t TestingT, i any, msgAndArgs ...any) bool
