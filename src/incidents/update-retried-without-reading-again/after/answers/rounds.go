package answers

import (
	"context"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	ctrl "sigs.k8s.io/controller-runtime"
)

// Keeper comes again by itself.
type Keeper struct {
	doors Client
}

// Reconcile asks for another round, or hears of the write that was faster.
func (k *Keeper) Reconcile(ctx context.Context, request ctrl.Request) (ctrl.Result, error) {
	door, err := k.doors.Get(ctx, request.Name)
	if err != nil {
		return ctrl.Result{}, err
	}
	if door.Open {
		return ctrl.Result{}, k.shut(ctx, door)
	}
	door.Open = true
	if _, err := k.doors.Update(ctx, door); err != nil {
		if apierrors.IsConflict(err) {
			return ctrl.Result{Requeue: true}, nil
		}
		return ctrl.Result{}, err
	}
	return ctrl.Result{}, nil
}

func (k *Keeper) shut(ctx context.Context, door *Door) error {
	door.Open = false
	_, err := k.doors.Update(ctx, door)
	if apierrors.IsConflict(err) {
		return nil
	}
	return err
}

// Hold opens a door until nobody else is faster.
func (s *Server) Hold(ctx context.Context, name string) error {
	for {
		door, err := s.doors.Get(ctx, name)
		if err != nil {
			return err
		}
		door.Open = true
		_, err = s.doors.Update(ctx, door)
		if !apierrors.IsConflict(err) {
			return err
		}
	}
}
