import type { JobStore } from '../../queue/job-queue.js';
import { type ReconciliationParts, reconciliationKind, reconciliationMinutes } from './reconciliation-kind.js';

/** Reconciles now and on a schedule. Rejects when the first cannot be queued; a later one that cannot is left to the next. */
export async function startReconciliation(jobs: JobStore, parts: ReconciliationParts): Promise<{ stop(): void }> {
  const queue = await jobs.open(reconciliationKind(parts));
  await queue.add({ because: 'start' });
  const timer = setInterval(() => {
    queue.add({ because: 'schedule' }).catch(() => {});
  }, reconciliationMinutes * 60_000);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
