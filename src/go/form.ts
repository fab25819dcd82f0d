/** Placeholder of the intermediate form; grows with the front-end. */
export interface FunctionForm {
  name: string;
}
