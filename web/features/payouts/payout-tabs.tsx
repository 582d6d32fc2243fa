import { m } from '#messages'
import { TabLinks } from '#web/ui/tabs.tsx'

export type PayoutTab = 'payouts' | 'runs' | 'bank' | 'terms'

/** The parts of payouts, for the marketplace's own people. */
export function PayoutTabs({ current }: { current: PayoutTab }) {
  const tab = (key: PayoutTab, to: string, text: string) => ({ to, text, isCurrent: key === current })
  return (
    <TabLinks
      label={m.payouts_tabs()}
      tabs={[
        tab('payouts', '/admin/payouts', m.payouts_tab_payouts()),
        tab('runs', '/admin/payouts/runs', m.payouts_tab_runs()),
        tab('bank', '/admin/payouts/bank', m.payouts_tab_bank()),
        tab('terms', '/admin/payouts/terms', m.payouts_tab_terms()),
      ]}
    />
  )
}
