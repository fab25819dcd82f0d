// Loaded into the measured process before the program: when it ends, what it used is written to file descriptor 3.
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  require('node:fs').writeSync(3, JSON.stringify({ maxRSS, userCPUTime, systemCPUTime }));
});
