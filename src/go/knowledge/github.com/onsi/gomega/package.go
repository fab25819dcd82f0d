package gomega

type Assertion interface {
	Should(matcher any, optionalDescription ...any) bool
	ShouldNot(matcher any, optionalDescription ...any) bool
	To(matcher any, optionalDescription ...any) bool
	ToNot(matcher any, optionalDescription ...any) bool
	NotTo(matcher any, optionalDescription ...any) bool
}

type AsyncAssertion interface {
	Should(matcher any, optionalDescription ...any) bool
	ShouldNot(matcher any, optionalDescription ...any) bool
	WithTimeout(interval any) AsyncAssertion
	WithPolling(interval any) AsyncAssertion
}

func BeEmpty() any

func BeFalse() any

func BeNil() any

func BeTrue() any

func Consistently(actualOrCtx any, args ...any) AsyncAssertion

func ContainElement(element any) any

func ContainSubstring(substr string, args ...any) any

func Equal(expected any) any

func Eventually(actualOrCtx any, args ...any) AsyncAssertion

func Expect(actual any, extra ...any) Assertion

func ExpectWithOffset(offset int, actual any, extra ...any) Assertion

func HaveLen(count int) any

func HaveOccurred() any

func Not(matcher any) any

func Succeed() any

func Ω(actual any, extra ...any) Assertion
