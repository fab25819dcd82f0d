/** How soon things happen. Tests lower them; pg-boss takes no heartbeat under 10. */
export interface JobTiming {
  /** A process that says nothing for so long is taken for dead, and its jobs go to others. More than one analysis may block the process. */
  heartbeatSeconds: number;
  /** How often dead processes are looked for. */
  superviseSeconds: number;
  /** Before the second try; each further one waits about twice as long, up to the maximum. */
  retrySeconds: number;
  retrySecondsMax: number;
  /** Tries after the first. */
  retries: number;
  /** How often to look for jobs whose time has come; what may run at once is told without looking. */
  pollSeconds: number;
  /** A stop waits so long for running jobs; what is not done by then is handed back. */
  stopSeconds: number;
}

export const defaultTiming: JobTiming = {
  heartbeatSeconds: 30,
  superviseSeconds: 10,
  retrySeconds: 5,
  retrySecondsMax: 600,
  retries: 6,
  pollSeconds: 5,
  stopSeconds: 20,
};
