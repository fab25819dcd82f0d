/** What was not done, and why: a value, so that whoever asked can say it. */
export interface Skip {
  skip: string;
}
