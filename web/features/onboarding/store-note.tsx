import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import type { VendorStatus } from '#worker/pure/vendor-status.ts'

/** Below a store's name in its portal: what keeps it from selling, if anything, and the way to one's other stores. */
export function StoreNote({ status, hasMoreStores }: { status: VendorStatus; hasMoreStores: boolean }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      {status === 'active' ? (
        m.store_portal_name()
      ) : (
        <Badge tone={status === 'in_review' || status === 'provisioning' ? 'warn' : 'bad'}>{STATES[status]()}</Badge>
      )}
      {hasMoreStores ? <TextLink to="/account">{m.store_switch()}</TextLink> : null}
    </span>
  )
}

const STATES: Record<VendorStatus, () => string> = {
  provisioning: m.store_state_provisioning,
  in_review: m.store_state_in_review,
  active: m.store_portal_name,
  declined: m.store_state_declined,
  suspended: m.store_state_suspended,
}
