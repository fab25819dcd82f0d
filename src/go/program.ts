/** Placeholder of the program; grows with the front-end. */
export interface Program {
  name: string;
}
