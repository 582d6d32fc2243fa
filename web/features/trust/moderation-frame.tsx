import type { ReactNode } from 'react'
import { m } from '#messages'
import { PageHeader } from '#web/ui/panel.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import type { Queue } from './trust-words.ts'

export type ModerationTab = 'reports' | 'held' | 'appeals' | 'decided' | 'listings' | 'rules'

/** What the pages of moderation have in common: where one is, and how much waits elsewhere. */
export function ModerationFrame({ tab, counts, children }: { tab: ModerationTab; counts: Queue['counts'] | null; children: ReactNode }) {
  const tabs: { tab: ModerationTab; to: string; text: string; count?: number | undefined }[] = [
    { tab: 'reports', to: '/admin/moderation', text: m.trust_tab_reports(), count: counts?.reports },
    { tab: 'held', to: '/admin/moderation?show=held', text: m.trust_tab_held(), count: counts?.held },
    { tab: 'appeals', to: '/admin/moderation/appeals', text: m.trust_tab_appeals(), count: counts?.appeals },
    { tab: 'decided', to: '/admin/moderation?show=decided', text: m.trust_tab_decided() },
    { tab: 'listings', to: '/admin/moderation/listings', text: m.trust_tab_listings() },
    { tab: 'rules', to: '/admin/moderation/rules', text: m.trust_tab_rules() },
  ]
  return (
    <>
      <PageHeader title={m.trust_moderation_title()} text={m.trust_moderation_text()} />
      <TabLinks
        label={m.trust_moderation_views()}
        tabs={tabs.map(({ tab: one, to, text, count }) => ({
          to,
          text,
          isCurrent: one === tab,
          ...(count === undefined ? {} : { count }),
        }))}
      />
      {children}
    </>
  )
}
