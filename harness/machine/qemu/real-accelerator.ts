/** What runs a guest on the real clock. */
export type RealAccelerator = 'kvm' | 'tcg-multi';
