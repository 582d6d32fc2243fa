import type { ReactNode } from 'react'
import { m } from '#messages'
import { PageHeader } from '#web/ui/panel.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'

export type SettingsTab = 'store' | 'look' | 'delivery' | 'domains' | 'members' | 'plan'

/** Around every page of a store's settings. */
export function SettingsFrame({ current, canSeeMembers, children }: { current: SettingsTab; canSeeMembers: boolean; children: ReactNode }) {
  const tab = (name: SettingsTab, text: string) => ({
    to: name === 'store' ? '/vendor/settings' : `/vendor/settings/${name}`,
    text,
    isCurrent: current === name,
  })
  return (
    <>
      <PageHeader title={m.store_settings_title()} />
      <TabLinks
        label={m.store_settings_tabs()}
        tabs={[
          tab('store', m.store_settings_tab_store()),
          tab('look', m.store_settings_tab_look()),
          tab('delivery', m.store_settings_tab_delivery()),
          tab('domains', m.store_settings_tab_domains()),
          tab('plan', m.platform_plan_tab()),
          ...(canSeeMembers ? [tab('members', m.store_settings_tab_members())] : []),
        ]}
      />
      {children}
    </>
  )
}

/** Why nothing can be changed here, and who can. */
export const ReadOnly = ({ isReadOnly }: { isReadOnly: boolean }) =>
  isReadOnly ? <p className="mb-4 rounded-plate bg-warn-tint px-4 py-3 text-small text-warn">{m.store_settings_read_only()}</p> : null
