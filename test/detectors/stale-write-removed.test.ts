import { describe, expect, it } from 'vitest';
import { told } from './stale-told.js';

const types = `
type handler struct{ sets map[string]string }

func (h *handler) Save() error    { return nil }
func (h *handler) Restore() error { return nil }
func newHandler() *handler        { return nil }

type syncer struct {
	handler  *handler
	observed record
	client   client
}

type record struct{ Name string; Turn int; Status status }
type status struct{ Ready bool }
type client interface {
	Get(name string) (*record, error)
	Update(r *record) error
	Patch(name string, body []byte) error
}

func (s status) Bytes() ([]byte, error) { return nil, nil }
func IsConflict(err error) bool         { return false }
func narrow(ready bool) ([]byte, error) { return nil, nil }
`;

const restored = `${types}
func (s *syncer) sync() error {
	return s.handler.Restore()
}
`;

describe('a refresh that the change removes', () => {
  it('is told of where the write-back stays', async () => {
    const saved = restored.replace('\treturn s.handler', '\ts.handler.Save()\n\treturn s.handler');
    expect(await told(saved, restored)).toEqual([
      { at: 'return s.handler.Restore()', write: 's.handler.Restore', removed: ['s.handler.Save()'] },
    ]);
    expect(await told(restored, saved)).toEqual([]);
  });

  it('is not missed when a helper or the caller refreshes now', async () => {
    const saved = restored.replace('\treturn s.handler', '\ts.handler.Save()\n\treturn s.handler');
    const helped = `${restored.replace('\treturn s.handler', '\ts.fill()\n\treturn s.handler')}
func (s *syncer) fill() { s.handler.Save() }
`;
    const called = `${restored}
func (s *syncer) round() error {
	s.handler.Save()
	return s.sync()
}
`;
    expect(await told(saved, helped)).toEqual([]);
    expect(await told(saved, called)).toEqual([]);
  });

  it('is not missed where the holder is new', async () => {
    const saved = `${types}
func once(h *handler) error {
	h.Save()
	return h.Restore()
}
`;
    const made = saved
      .replace('\th.Save()', '\th = newHandler()')
      .replace('h *handler) error {\n\th = ', ') error {\n\th := ');
    expect(await told(saved, made)).toEqual([]);
  });

  it('is told of where the holder was made anew for each round', async () => {
    const round = `${restored}
func (s *syncer) look() error { return s.handler.Save() }

func (s *syncer) round() {
	s.sync()
	s.look()
}
`;
    const rebuilt = round.replace('\ts.sync()', '\ts.handler = newHandler()\n\ts.sync()');
    expect(await told(rebuilt, round)).toEqual([
      { at: 's.sync()', write: 's.sync', removed: ['s.handler = newHandler()'] },
    ]);
  });
});

describe('a read that the change removes', () => {
  const fresh = `${types}
func (s *syncer) release() error {
	old, err := s.client.Get("lease")
	if err != nil {
		return err
	}
	return s.client.Update(&record{Turn: old.Turn})
}
`;
  const read = /\told, err[\s\S]*?\n\t}\n/;

  it('is told of when what is written is what the receiver remembers', async () => {
    const remembered = fresh.replace(read, '').replace('old.Turn', 's.observed.Turn');
    expect(await told(fresh, remembered)).toMatchObject([
      { write: 's.client.Update', removed: ['old, err := s.client.Get("lease")'] },
    ]);
  });

  it('is not missed when the object is handed in', async () => {
    const given = fresh.replace(read, '').replace('release()', 'release(old *record)');
    expect(await told(fresh, given)).toEqual([]);
  });
});

describe('a retry that the change removes', () => {
  const retried = `${types}
func (s *syncer) advance() error {
	return retry.RetryOnConflict(retry.DefaultRetry, func() error {
		r, err := s.client.Get("r")
		if err != nil {
			return err
		}
		r.Turn++
		return s.client.Update(r)
	})
}
`;
  const once = `${types}
func (s *syncer) advance() error {
	r, err := s.client.Get("r")
	if err != nil {
		return err
	}
	r.Turn++
	return s.client.Update(r)
}
`;

  it('is told of where the write stays', async () => {
    const removed = ['return retry.RetryOnConflict(retry.DefaultRetry, func() error {'];
    expect(await told(retried, once)).toEqual([{ at: 'return s.client.Update(r)', write: 's.client.Update', removed }]);
    expect(await told(once, retried)).toEqual([]);
  });

  it('is told of when it was a test for a conflict in a helper', async () => {
    const helper = `${types}
func (s *syncer) advance() error {
	return s.tryAdvance()
}

func (s *syncer) tryAdvance() error {
	r, err := s.client.Get("r")
	if err != nil {
		return err
	}
	r.Turn++
	err = s.client.Update(r)
	if IsConflict(err) {
		return s.tryAdvance()
	}
	return err
}
`;
    expect(await told(helper, once)).toMatchObject([{ write: 's.client.Update', removed: ['if IsConflict(err) {'] }]);
  });

  it('is not missed when the caller retries now', async () => {
    const called = `${once}
func (s *syncer) run() error {
	return retry.RetryOnConflict(retry.DefaultRetry, func() error { return s.advance() })
}
`;
    expect(await told(retried, called)).toEqual([]);
  });

  it('is not told of where more callers than are looked at may retry', async () => {
    const calledBy = (count: number) =>
      Array.from(
        { length: count },
        (_, index) => `\nfunc (s *syncer) run${index}() error { return s.advance() }\n`,
      ).join('');
    // The function itself speaks of its name too.
    expect(await told(`${retried}${calledBy(19)}`, `${once}${calledBy(19)}`)).toHaveLength(1);
    expect(await told(`${retried}${calledBy(20)}`, `${once}${calledBy(20)}`)).toEqual([]);
  });

  it('is no retry that only names the conflict', async () => {
    const named = once.replace(
      '\treturn s.client.Update(r)',
      '\terr = s.client.Update(r)\n\tif IsConflict(err) {\n\t\treturn nil\n\t}\n\treturn err',
    );
    expect(await told(named, once)).toEqual([]);
  });

  it('was never there: nothing is told', async () => {
    expect(await told(once, once.replace('r.Turn++', 'r.Turn += 2'))).toEqual([]);
    expect(await told(types, once)).toEqual([]);
  });
});

describe('a patch of a few fields that the change makes whole', () => {
  const few = `${types}
func (s *syncer) ready(r *record) error {
	r.Status.Ready = true
	body, err := narrow(true)
	if err != nil {
		return err
	}
	return s.client.Patch(r.Name, body)
}
`;

  it('is told of, and not the other way round', async () => {
    const whole = few.replace('narrow(true)', 'r.Status.Bytes()');
    expect(await told(few, whole)).toMatchObject([
      { at: 'body, err := r.Status.Bytes()', removed: ['body, err := narrow(true)'] },
    ]);
    expect(await told(whole, few)).toEqual([]);
    expect(await told(types, whole)).toEqual([]);
  });
});
