/** What runs a guest on the wall clock. */
export type RealAccelerator = 'kvm' | 'tcg-multi';
