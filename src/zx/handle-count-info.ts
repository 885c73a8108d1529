/** How many handles an object has. */
export interface HandleCountInfo {
  readonly handleCount: number;
}
