// Wrappers of sync/atomic: https://pkg.go.dev/go.uber.org/atomic
//
//hindsight:safe
package atomic
