/** One observation y at a level x of the factor that is plotted along. */
export interface Point {
  x: number;
  y: number;
}
