// The package's own types are not reachable through its exports; these are the functions used here.
declare module 'cephes' {
  export const compiled: Promise<void>;
  export function incbet(a: number, b: number, x: number): number;
  export function incbi(a: number, b: number, share: number): number;
  export function ndtr(z: number): number;
  export function ndtri(share: number): number;
}
