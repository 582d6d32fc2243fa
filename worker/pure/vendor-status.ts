/** What a store is to the marketplace. Its people may prepare it in every state; only an `active` one sells. */
export const VENDOR_STATUSES = ['provisioning', 'in_review', 'declined', 'active', 'suspended'] as const
export type VendorStatus = (typeof VENDOR_STATUSES)[number]

/**
 * INV-TEN-4: nothing sells before somebody of the marketplace has looked at it: `active` is reached from a review only, or
 * again from a suspension. A state that leads to itself takes a new reason.
 */
const MOVES: Readonly<Record<VendorStatus, readonly VendorStatus[]>> = {
  provisioning: ['in_review'],
  in_review: ['active', 'declined'],
  declined: ['in_review', 'active', 'declined'],
  active: ['suspended'],
  suspended: ['active', 'suspended'],
}

/** Whether a store in one state may go to another. */
export const mayBecome = (from: VendorStatus, to: VendorStatus): boolean => MOVES[from].includes(to)
