// The module has no package of its own path. Its users follow a cluster with informers and workers, which run at the same time:
// https://github.com/kubernetes/sample-controller/blob/master/docs/controller-client-go.md
//
//hindsight:concurrent
package clientgo
