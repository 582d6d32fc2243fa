import { Form } from '@remix-run/react'
import { m } from '#messages'
import { Button, ButtonLink, SubmitButton } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { Search } from '#web/ui/icons.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { Panel } from '#web/ui/panel.tsx'
import { RowSelection, RowTick } from '#web/ui/row-selection.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { CHANNEL_NAMES } from '#worker/pure/channel.ts'
import type { Cell, Connection, GridItem } from './channel-data.ts'
import { ChannelsFrame, NoChannel } from './channels-frame.tsx'
import { ChoiceLinks } from './choice-links.tsx'
import { AccountLinks } from './history-view.tsx'
import { ListingCell, VariantCell } from './listing-cell.tsx'
import { AccountName } from './runs-table.tsx'

export const LISTING_VIEWS = ['all', 'unlisted', 'unmatched', 'issues'] as const
export type ListingShow = (typeof LISTING_VIEWS)[number]
export type ListingsPage = {
  accounts: Connection[]
  connectionId: string
  show: ListingShow
  words: string
  /** A variant, or a listing that is none of ours, and what each account shows of it. */
  rows: GridItem[]
  /** Of listings without a product: the one each seems to be. */
  suggestions: Record<string, { id: string; title: string } | null>
  nextCursor: string | null
  waiting: number
  canManage: boolean
}

/** What every channel shows of every variant, side by side. */
export function ListingsView(page: ListingsPage & { error: string | undefined }) {
  const { accounts, connectionId, show, words, rows, nextCursor, waiting, canManage, error } = page
  const to = (change: Partial<Record<'connection' | 'show' | 'q', string>>) => {
    const all = { connection: connectionId, show: show === 'all' ? '' : show, q: words, ...change }
    const given = Object.entries(all).filter(([, value]) => value !== '')
    return `/vendor/channels/listings${given.length === 0 ? '' : `?${new URLSearchParams(given)}`}`
  }
  const TEXTS = {
    all: m.channels_show_all(),
    unlisted: m.channels_not_listed(),
    unmatched: m.channels_not_matched(),
    issues: m.channels_show_issues(),
  }
  const counts = accounts.filter(({ id }) => connectionId === '' || id === connectionId).map((account) => account.counts)
  const sum = (name: 'unmatched' | 'issues') => counts.reduce((all, each) => all + each[name], 0)
  const COUNTS: Partial<Record<ListingShow, number>> = { unmatched: sum('unmatched'), issues: sum('issues') }
  if (accounts.length === 0)
    return (
      <ChannelsFrame current="listings" waiting={waiting}>
        <NoChannel />
      </ChannelsFrame>
    )
  const columned = connectionId === '' ? accounts : accounts.filter(({ id }) => id === connectionId)
  return (
    <ChannelsFrame current="listings" waiting={waiting}>
      <div className="mb-4 flex flex-wrap items-center gap-x-8 gap-y-3">
        <ChoiceLinks
          label={m.channels_show()}
          choices={LISTING_VIEWS.map((each) => ({
            to: to({ show: each === 'all' ? '' : each }),
            text: TEXTS[each],
            isCurrent: each === show,
            ...(COUNTS[each] === undefined ? {} : { count: COUNTS[each] }),
          }))}
        />
        <AccountLinks accounts={accounts} current={connectionId} to={(id) => to({ connection: id })} />
        <SearchBox page={page} />
      </div>
      <div className="mb-4 empty:hidden">
        <FormErrors errors={error === undefined ? undefined : [error]} />
      </div>
      {show === 'unmatched' && canManage && rows.length > 0 ? <MatchAll connectionId={connectionId} /> : null}
      {rows.length === 0 ? (
        <Nothing page={page} all={to({ show: '', q: '' })} />
      ) : (
        <Panel isFlush>
          {show === 'unmatched' ? (
            <DataTable caption={m.channels_not_matched()} columns={unmatchedColumns(page)} rows={rows} rowKey={({ key }) => key} />
          ) : canManage ? (
            <RowSelection
              method="get"
              action="/vendor/channels/publish"
              buttons={(isNone) => (
                <Button type="submit" look="secondary" isSmall disabled={isNone}>
                  {m.channels_publish_selected()}
                </Button>
              )}
            >
              <Grid rows={rows} accounts={columned} canTick />
            </RowSelection>
          ) : (
            <Grid rows={rows} accounts={columned} canTick={false} />
          )}
          <Pager nextCursor={nextCursor} />
        </Panel>
      )}
    </ChannelsFrame>
  )
}

function SearchBox({ page: { connectionId, show, words } }: { page: ListingsPage }) {
  return (
    <Form method="get" role="search" className="flex w-full gap-2 sm:ms-auto sm:w-auto">
      {connectionId === '' ? null : <input type="hidden" name="connection" value={connectionId} />}
      {show === 'all' ? null : <input type="hidden" name="show" value={show} />}
      <input
        key={words}
        type="search"
        name="q"
        aria-label={m.channels_find_listing()}
        placeholder={m.channels_find_listing_hint()}
        defaultValue={words}
        className="min-h-10 w-full min-w-0 rounded-plate border border-stone-deep bg-card px-3 text-small placeholder:text-soft sm:w-60"
      />
      <Button type="submit" look="secondary" isSmall aria-label={m.goods_find()} className="min-h-10">
        <Search className="size-4" aria-hidden />
      </Button>
    </Form>
  )
}

/** All that a SKU or a GTIN tells, in one go. */
function MatchAll({ connectionId }: { connectionId: string }) {
  return (
    <Form method="post" className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-plate bg-accent-tint px-4 py-3">
      <p className="min-w-0 grow basis-72 text-small">{m.channels_match_all_text()}</p>
      <input type="hidden" name="connection" value={connectionId} />
      <SubmitButton name="intent" value="match" isSmall pendingText={m.channels_matching_now()}>
        {m.channels_match_all()}
      </SubmitButton>
    </Form>
  )
}

function Grid({ rows, accounts, canTick }: { rows: GridItem[]; accounts: Connection[]; canTick: boolean }) {
  return <DataTable caption={m.channels_grid_caption()} columns={gridColumns(accounts, canTick)} rows={rows} rowKey={({ key }) => key} />
}

const gridColumns = (accounts: Connection[], canTick: boolean): Column<GridItem>[] => [
  ...(canTick
    ? [
        {
          key: 'tick',
          title: m.goods_select(),
          isUnlabelled: true,
          isNarrow: true,
          cell: ({ variantId, title }: GridItem) =>
            variantId === null ? null : <RowTick name="variant" value={variantId} label={m.channels_select({ title })} />,
        },
      ]
    : []),
  {
    key: 'product',
    title: m.channels_product(),
    isHeadline: true,
    cell: (item) => <VariantCell item={item} />,
  },
  ...accounts.map(
    (account): Column<GridItem> => ({
      key: account.id,
      title: titleOf(account, accounts),
      cell: ({ listings }) => {
        const shown = listings.filter(({ connectionId }) => connectionId === account.id)
        return shown.length === 0 ? (
          <span data-nothing className="text-soft">
            <span aria-hidden="true">–</span>
            <span className="sr-only">{m.channels_not_listed()}</span>
          </span>
        ) : (
          <span className="grid gap-2">
            {shown.map((listing) => (
              <ListingCell key={listing.id} listing={listing} channel={account.channel} />
            ))}
          </span>
        )
      },
    }),
  ),
]

/** A channel's name; with the account's where the store has several there. */
const titleOf = ({ channel, name }: Connection, all: Connection[]): string =>
  all.filter((each) => each.channel === channel).length === 1
    ? m.channels_column({ channel: CHANNEL_NAMES[channel] })
    : m.channels_connection_title({ channel: CHANNEL_NAMES[channel], account: name })

const unmatchedColumns = ({ accounts, canManage, suggestions }: ListingsPage): Column<GridItem>[] => [
  {
    key: 'title',
    title: m.channels_listing(),
    isHeadline: true,
    cell: ({ listings: [listing] }) =>
      listing === undefined ? null : (
        <span className="block min-w-0">
          <TextLink to={`/vendor/channels/listings/${listing.id}`}>{listing.title}</TextLink>
          <span className="block text-fine font-normal text-soft wrap-anywhere">
            {[listing.externalSku, listing.gtin].filter((text) => text !== null).join(' · ') || m.channels_no_sku()}
          </span>
        </span>
      ),
  },
  {
    key: 'account',
    title: m.channels_run_account(),
    cell: ({ listings: [listing] }) => <AccountName account={accounts.find(({ id }) => id === listing?.connectionId)} />,
  },
  {
    key: 'match',
    title: m.channels_match(),
    cell: ({ listings: [listing] }) =>
      listing === undefined ? null : <Suggestion listing={listing} suggestion={suggestions[listing.id] ?? null} canManage={canManage} />,
  },
]

/** The product it seems to be, in one press; else the way to search for it. */
function Suggestion({
  listing: { id, version },
  suggestion,
  canManage,
}: {
  listing: Cell
  suggestion: { id: string; title: string } | null
  canManage: boolean
}) {
  if (!canManage) return <span className="text-soft">{suggestion?.title ?? '–'}</span>
  return (
    <span className="flex flex-wrap items-center justify-end gap-2 sm:justify-start">
      {suggestion === null ? null : (
        <Form method="post">
          <input type="hidden" name="listing" value={id} />
          <input type="hidden" name="version" value={version} />
          <input type="hidden" name="variant" value={suggestion.id} />
          <SubmitButton name="intent" value="map" isSmall look="secondary" className="whitespace-normal">
            {m.channels_match_suggested({ title: suggestion.title })}
          </SubmitButton>
        </Form>
      )}
      <ButtonLink to={`/vendor/channels/listings/${id}#match`} look={suggestion === null ? 'secondary' : 'quiet'} isSmall>
        {suggestion === null ? m.channels_match_search() : m.channels_match_other()}
      </ButtonLink>
    </span>
  )
}

function Nothing({ page: { show, words }, all }: { page: ListingsPage; all: string }) {
  if (words !== '')
    return (
      <Notice
        title={m.channels_found_none_title({ words })}
        text={m.channels_found_none_text()}
        action={<ButtonLink to={all}>{m.channels_see_all()}</ButtonLink>}
      />
    )
  if (show === 'unmatched')
    return (
      <Notice
        title={m.channels_unmatched_none_title()}
        text={m.channels_matching_all()}
        action={
          <ButtonLink to={all} look="secondary">
            {m.channels_see_all()}
          </ButtonLink>
        }
      />
    )
  if (show === 'unlisted') return <Notice title={m.channels_unlisted_none_title()} text={m.channels_unlisted_none_text()} />
  if (show === 'issues') return <Notice title={m.channels_issues_none_title()} text={m.channels_issues_none_text()} />
  return (
    <Notice
      title={m.channels_listings_empty_title()}
      text={m.channels_listings_empty_text()}
      action={<ButtonLink to="/vendor/channels">{m.channels_see_channels()}</ButtonLink>}
    />
  )
}
