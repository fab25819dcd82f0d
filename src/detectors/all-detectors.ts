import { argument } from './argument/argument.js';
import { blockedGoroutine } from './blocked-goroutine/blocked-goroutine.js';
import { callOrder } from './call-order/call-order.js';
import type { Detector } from './detector.js';
import { doubleClose } from './double-close/double-close.js';
import { handleLeak } from './handle-leak/handle-leak.js';
import { query } from './query/query.js';
import { releasedTwice } from './released-twice/released-twice.js';
import { staleWrite } from './stale-write/stale-write.js';
import { unguardedMap } from './unguarded-map/unguarded-map.js';

/** What `detector:` of an incident.yml may name. Each validates its own parameters, so a caller handles them as `unknown`. */
export const detectors: readonly Detector[] = [
  argument as Detector,
  blockedGoroutine as Detector,
  callOrder as Detector,
  doubleClose as Detector,
  handleLeak as Detector,
  query as Detector,
  releasedTwice as Detector,
  unguardedMap as Detector,
  staleWrite as Detector,
];
