import { m } from '#messages'
import { Panel } from '#web/ui/panel.tsx'
import type { Cell, Connection } from './channel-data.ts'
import { ListingCell } from './listing-cell.tsx'
import { AccountName } from './runs-table.tsx'

/** What each channel shows of one variant, beside its stock; nothing for what no channel shows. */
export function VariantListings({ listings, accounts }: { listings: Cell[]; accounts: Connection[] }) {
  const shown = listings.flatMap((listing) => {
    const account = accounts.find(({ id }) => id === listing.connectionId)
    return account === undefined ? [] : [{ listing, account }]
  })
  if (shown.length === 0) return null
  return (
    <Panel title={m.channels_shown_at()} isFlush>
      <ul className="divide-y divide-line">
        {shown.map(({ listing, account }) => (
          <li key={listing.id} className="flex items-center justify-between gap-4 px-4 py-3 text-small sm:px-5">
            <AccountName account={account} />
            <ListingCell listing={listing} channel={account.channel} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}
