package require

type TestingT interface {
	Errorf(format string, args ...any)
}

func Contains(t TestingT, s, contains any, msgAndArgs ...any)

func Empty(t TestingT, object any, msgAndArgs ...any)

func Equal(t TestingT, expected, actual any, msgAndArgs ...any)

func Equalf(t TestingT, expected, actual any, msg string, args ...any)

func Error(t TestingT, err error, msgAndArgs ...any)

func ErrorContains(t TestingT, err error, contains string, msgAndArgs ...any)

func ErrorIs(t TestingT, err, target error, msgAndArgs ...any)

func Errorf(t TestingT, err error, msg string, args ...any)

func Eventually(t TestingT, condition func() bool, waitFor, tick any, msgAndArgs ...any)

func False(t TestingT, value bool, msgAndArgs ...any)

func Falsef(t TestingT, value bool, msg string, args ...any)

func Greater(t TestingT, e1, e2 any, msgAndArgs ...any)

func Implements(t TestingT, interfaceObject, object any, msgAndArgs ...any)

func IsType(t TestingT, expectedType, object any, msgAndArgs ...any)

func Len(t TestingT, object any, length int, msgAndArgs ...any)

func Nil(t TestingT, object any, msgAndArgs ...any)

func Nilf(t TestingT, object any, msg string, args ...any)

func NoError(t TestingT, err error, msgAndArgs ...any)

func NoErrorf(t TestingT, err error, msg string, args ...any)

func NotContains(t TestingT, s, contains any, msgAndArgs ...any)

func NotEmpty(t TestingT, object any, msgAndArgs ...any)

func NotEqual(t TestingT, expected, actual any, msgAndArgs ...any)

func NotNil(t TestingT, object any, msgAndArgs ...any)

func NotNilf(t TestingT, object any, msg string, args ...any)

func Same(t TestingT, expected, actual any, msgAndArgs ...any)

func True(t TestingT, value bool, msgAndArgs ...any)

func Truef(t TestingT, value bool, msg string, args ...any)

func Zero(t TestingT, i any, msgAndArgs ...any)

//hindsight:exits
func FailNow(t TestingT, failureMessage string, msgAndArgs ...any)

//hindsight:exits
func Fail(t TestingT, failureMessage string, msgAndArgs ...any)
