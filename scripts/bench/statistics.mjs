/** The value below which `part` (0 to 1) of the values lie. */
export function percentile(values, part) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(part * sorted.length) - 1))];
}

export function median(values) {
  return percentile(values, 0.5);
}
