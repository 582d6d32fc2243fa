import { m } from '#messages'
import { ChannelMark } from '#web/features/channels/channel-mark.tsx'
import { momentText, moneyText } from '#web/ui/format.ts'
import { Facts, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { CHANNEL_NAMES } from '#worker/pure/channel.ts'
import type { WholeOrder } from './order-words.ts'
import { Sum } from './sum.tsx'

type Channel = NonNullable<WholeOrder['channel']>

/** What the channel keeps of it. It pays out the rest itself, on its own days. */
export function ChannelMoney({ channel, tax, total }: { channel: Channel; tax: WholeOrder['tax']; total: WholeOrder['total'] }) {
  const { fees, isTaxRemittedByChannel } = channel
  const taxMinor = isTaxRemittedByChannel ? tax.amountMinor : 0
  const money = (amountMinor: number) => moneyText({ ...total, amountMinor })
  return (
    <>
      {isTaxRemittedByChannel ? <Sum name={m.channels_tax_remitted()} value={money(0 - taxMinor)} isAfterLine /> : null}
      <Sum
        name={m.channels_fees()}
        value={fees === null ? m.channels_fees_later() : money(0 - fees.amountMinor)}
        isAfterLine={!isTaxRemittedByChannel}
      />
      {fees === null ? null : (
        <Sum name={m.channels_left_to_you()} value={money(total.amountMinor - taxMinor - fees.amountMinor)} isStrong />
      )}
    </>
  )
}

/** Which channel sold it. */
export function SoldAt({ channel: { channel } }: { channel: Channel }) {
  return (
    <span className="inline-flex items-center gap-1.5 font-semibold text-ink">
      <ChannelMark channel={channel} size="tiny" />
      {CHANNEL_NAMES[channel]}
    </span>
  )
}

/** The order as its channel knows it, and where to go for what only the channel can do. */
export function AtChannel({ channel }: { channel: Channel }) {
  const name = CHANNEL_NAMES[channel.channel]
  const there = `/vendor/channels/orders/${channel.channelOrderId}`
  return (
    <Panel title={m.channels_at({ channel: name })}>
      <Facts
        items={[
          { name: m.channels_account(), value: channel.accountName },
          { name: m.channels_order_number(), value: channel.externalNumber },
          { name: m.channels_order_status(), value: channel.externalStatus },
          ...(channel.shipBy === null ? [] : [{ name: m.channels_ship_by(), value: momentText(channel.shipBy) }]),
        ]}
      />
      <p className="mt-4 flex flex-wrap gap-x-5 gap-y-1 text-small">
        <TextLink to={there}>{m.channels_what_it_knows()}</TextLink>
        <TextLink to={`${there}#refund`}>{m.channels_refund_there()}</TextLink>
      </p>
    </Panel>
  )
}
