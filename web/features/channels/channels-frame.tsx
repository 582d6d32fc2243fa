import type { ReactNode } from 'react'
import { m } from '#messages'
import { ButtonLink } from '#web/ui/button.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { PageHeader } from '#web/ui/panel.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'

export type ChannelsTab = 'connections' | 'listings' | 'orders' | 'history'

/** In place of what a page would show of channels, for a store that has none yet. */
export function NoChannel() {
  return (
    <Notice
      title={m.channels_listings_none_title()}
      text={m.channels_none_text()}
      action={<ButtonLink to="/vendor/channels">{m.channels_see_channels()}</ButtonLink>}
    />
  )
}

/** Around the pages that are about all channels together. */
export function ChannelsFrame({
  current,
  waiting,
  action,
  children,
}: {
  current: ChannelsTab
  /** Orders that wait for the vendor; null if that could not be read. */
  waiting?: number | null
  action?: ReactNode
  children: ReactNode
}) {
  const tab = (name: ChannelsTab, to: string, text: string) => ({ to, text, isCurrent: current === name })
  return (
    <>
      <PageHeader title={m.channels_title()} text={m.channels_text()}>
        {action}
      </PageHeader>
      <TabLinks
        label={m.channels_tabs()}
        tabs={[
          tab('connections', '/vendor/channels', m.channels_tab_connections()),
          tab('listings', '/vendor/channels/listings', m.channels_tab_listings()),
          { ...tab('orders', '/vendor/channels/orders', m.channels_tab_orders()), ...(waiting ? { count: waiting } : {}) },
          tab('history', '/vendor/channels/history', m.channels_tab_history()),
        ]}
      />
      {children}
    </>
  )
}
