import type { ShowProgress } from './backtest-command.js';

/** Columns of the bar itself. */
const barWidth = 24;

/** A line on the terminal that is written over as work goes on; nothing where stderr is no terminal. `now` is in milliseconds, from any start. */
export function progressBar(err: { isTTY?: boolean; write(text: string): unknown }, now: () => number) {
  let started = now();
  let rules = '';
  const show: ShowProgress = (progress) => {
    if (!err.isTTY) return;
    if (progress.rules !== rules) {
      started = now();
      rules = progress.rules;
    }
    const { done, of, resumed, findings } = progress;
    const filled = Math.round((barWidth * done) / of);
    const reviewed = done - resumed;
    const left = reviewed === 0 ? '' : `, ${Math.ceil(((now() - started) * (of - done)) / reviewed / 1000)} s left`;
    const bar = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`;
    err.write(`\r\u001b[K${bar} ${done} of ${of} by ${rules}, ${findings} findings${left}`);
  };
  const clear = () => {
    if (err.isTTY) err.write('\r\u001b[K');
  };
  return { show, clear };
}
