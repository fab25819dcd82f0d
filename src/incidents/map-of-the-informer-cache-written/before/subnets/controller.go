// Package subnets follows the subnets of a cluster.
package subnets

import (
	"k8s.io/client-go/tools/cache"
)

// Subnet is what the informer's cache holds.
type Subnet struct {
	Name        string
	Network     string
	Annotations map[string]string
}

// DeepCopy makes one that belongs to the caller.
func (s *Subnet) DeepCopy() *Subnet {
	copied := &Subnet{Name: s.Name, Network: s.Network, Annotations: map[string]string{}}
	for key, value := range s.Annotations {
		copied.Annotations[key] = value
	}
	return copied
}

// Lister hands out what the cache holds.
type Lister interface {
	Get(name string) (*Subnet, error)
}

// Controller puts changed subnets into its queue.
type Controller struct {
	queue         chan string
	subnetsLister Lister
}

// Watch asks to be told of changes.
func (c *Controller) Watch(informer cache.SharedIndexInformer) error {
	_, err := informer.AddEventHandler(cache.ResourceEventHandlerFuncs{UpdateFunc: c.onUpdate})
	return err
}

func (c *Controller) onUpdate(before, after any) {
	old, subnet := before.(*Subnet), after.(*Subnet)
	if old.Network != subnet.Network {
		subnet.Annotations["last-network"] = old.Network // want map:"^subnet.Annotations$" function:"onUpdate"
		c.queue <- subnet.Name
	}
}

func (c *Controller) release(name string) error {
	subnet, err := c.subnetsLister.Get(name)
	if err != nil {
		return err
	}
	delete(subnet.Annotations, "last-network") // want map:"^subnet.Annotations$" function:"release"
	return nil
}
