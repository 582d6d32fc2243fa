import { expect, test } from 'vitest'
import { canTryAgain, detailOf, troubleText, waitingOf } from '#web/features/channels/channel-words.ts'

type Order = Parameters<typeof troubleText>[0]
const WELL: Order = { channel: 'bestbuy', status: 'imported', parkedReason: null, detail: null, isFailing: false, failure: null }
const failed = (kind: 'cancel' | 'refund', code = 'failed', detail: string | null = 'Best Buy refused: too late') => ({
  isFailing: true,
  failure: { kind, code, detail },
})
const SOLD_OUT = { status: 'refused', parkedReason: 'out_of_stock' } as const
const STOPPED = 'We tried several times and stopped.'

test('each trouble of an order is said in words, what was given up first, and tried again only where that does something', () => {
  const cases: [Partial<Order>, [string | null, string] | null, boolean][] = [
    [{}, null, false],
    [
      SOLD_OUT,
      [
        'It was sold out: another sale took the last of it.',
        'We have Best Buy cancel it as out of stock; Best Buy tells the buyer and gives the money back. To avoid it, keep some units back in the channel’s settings.',
      ],
      false,
    ],
    [{ ...SOLD_OUT, ...failed('cancel') }, [STOPPED, 'Best Buy refused: too late'], true],
    [{ detail: 'cancelled_after_shipping', ...failed('cancel') }, [STOPPED, 'Best Buy refused: too late'], true],
    [{ ...failed('cancel', 'failed', null) }, [STOPPED, 'Open it to see what Best Buy would not take, then try again.'], true],
    [{ isFailing: true, detail: 'No such SKU' }, [STOPPED, 'No such SKU'], true],
    [
      failed('refund'),
      [
        'The refund did not go through.',
        'Best Buy refused: too late. No money went back. If it still should, ask for the refund again on this order’s page.',
      ],
      false,
    ],
    [
      failed('refund', 'uncertain'),
      [
        'We never heard whether Best Buy gave the money back.',
        'Look at the order at Best Buy. Until then we count the money as given back, and do not ask for it again.',
      ],
      false,
    ],
    [
      { status: 'parked', parkedReason: 'no_address' },
      ['The channel has not given an address to ship to.', 'Bring it in again once the channel shows the address.'],
      false,
    ],
    [{ status: 'refused', detail: 'Wrong price' }, [null, 'Wrong price'], false],
    [{ status: 'ignored', detail: 'cancelled_there' }, [null, 'It was cancelled at Best Buy before it came in.'], false],
    [{ detail: 'cancelled_after_shipping' }, [null, 'It was cancelled at Best Buy after it had shipped.'], false],
    [{ status: 'ignored', detail: 'channel_ships' }, [null, 'Best Buy ships this order itself.'], false],
    [{ status: 'ignored', detail: 'over_before' }, [null, 'It was over before the account was connected.'], false],
    [{ status: 'ignored', detail: 'test_order' }, [null, 'It is a test order.'], false],
  ]
  for (const [change, words, canBeTried] of cases) {
    const order = { ...WELL, ...change }
    expect(troubleText(order), JSON.stringify(change)).toEqual(words && { why: words[0], text: words[1] })
    expect(canTryAgain(order), JSON.stringify(change)).toBe(canBeTried)
  }
})

test('what waits is counted over the accounts that are connected', () => {
  const account = (status: 'active' | 'broken' | 'disconnected', parked: number, failing: number) =>
    ({ status, counts: { parked, failing } }) as Parameters<typeof waitingOf>[0][number]
  expect(waitingOf([account('active', 2, 1), account('broken', 4, 0), account('disconnected', 8, 8)])).toBe(7)
})

test('what a channel said is shown where the advice is to ask it, or where there is none', () => {
  const error = { detail: 'No.' } as NonNullable<Parameters<typeof detailOf>[0]['error']>
  const shown = (['connect_again', 'resume', 'wait', 'ask_channel', null] as const).map((fix) => detailOf({ error, fix }))
  expect(shown).toEqual([null, null, null, 'No.', 'No.'])
  expect(detailOf({ error: null, fix: null })).toBe(null)
})
