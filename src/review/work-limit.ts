/** Milliseconds that the review of one change may work, in the app and when it is replayed. What is over it is "not analysed", and others go on. */
export const workMillisecondsMax = 120_000;
