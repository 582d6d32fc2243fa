import { useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { SubmissionResult } from '#web/server/form.ts'
import { Button, ButtonLink, SubmitButton } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { CheckboxField, FormErrors } from '#web/ui/field.tsx'
import { listText, moneyText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { type Preview, skipText } from './admin-words.ts'
import { CurrencyFilter, FILTER_BOX } from './filters.tsx'
import { nextRunOf } from './period.ts'
import { RunForm } from './run-form.ts'

type Page = {
  preview: Preview
  period: string
  currency: string
  seen: string
  idempotencyKey: string
  result: SubmissionResult | undefined
}

/** Who would get how much, and why others get nothing, before anything is sent. */
export function RunView(page: Page) {
  const { preview, period, currency } = page
  const toSend = preview.totals.filter(({ payouts }) => payouts > 0)
  return (
    <>
      <PageHeader
        back={<TextLink to="/admin/payouts">{m.admin_back_to_payouts()}</TextLink>}
        title={m.admin_run_title()}
        text={m.admin_run_text()}
      />
      <Form method="get" className="mb-5 flex flex-wrap items-end gap-3">
        <label className="min-w-0 basis-44 text-fine font-semibold">
          {m.admin_period()}
          <input
            key={period}
            name="period"
            defaultValue={period}
            pattern="\d{4}-\d{2}-\d{2}(\.[1-9]\d?)?"
            title={m.admin_period_error()}
            className={`mt-1 ${FILTER_BOX}`}
          />
        </label>
        <CurrencyFilter value={currency} />
        <Button type="submit" look="secondary">
          {m.admin_run_preview()}
        </Button>
      </Form>
      {preview.items.length === 0 ? (
        <Notice title={m.admin_run_none_title()} text={m.admin_run_none_text()} />
      ) : (
        <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_20rem]">
          <Panel title={m.admin_run_preview_title({ period })} isFlush>
            <DataTable
              caption={m.admin_run_preview_title({ period })}
              columns={COLUMNS()}
              rows={preview.items}
              rowKey={({ vendorId, currency: each }) => `${vendorId}/${each}`}
            />
            <Pager nextCursor={preview.nextCursor} />
          </Panel>
          <Panel title={m.admin_run_send_title()}>
            {toSend.length === 0 ? (
              <NothingToSend preview={preview} />
            ) : (
              <>
                <Confirm key={page.seen + page.period} {...page} toSend={toSend} />
                <Freeze period={period} currency={currency} idempotencyKey={page.idempotencyKey} />
              </>
            )}
          </Panel>
        </div>
      )}
    </>
  )
}

/** A period is settled once; what came after its run is paid by a further one. */
function NothingToSend({ preview: { items, period } }: { preview: Preview }) {
  const isMoreDue = items.some(({ skip, payableMinor }) => skip === 'already_decided' && payableMinor > 0)
  return (
    <>
      <p className="text-small text-soft">{isMoreDue ? m.admin_run_settled() : m.admin_run_nothing()}</p>
      {isMoreDue ? (
        <p className="mt-4">
          <ButtonLink to={`/admin/payouts/run?period=${nextRunOf(period)}`} look="secondary" isSmall>
            {m.admin_payouts_again()}
          </ButtonLink>
        </p>
      ) : null}
    </>
  )
}

function Confirm({ period, currency, seen, idempotencyKey, result, toSend }: Page & { toSend: Preview['totals'] }) {
  const [form, fields] = useForm({
    id: 'run',
    lastResult: result,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: RunForm }),
    shouldRevalidate: 'onInput',
  })
  const count = toSend.reduce((sum, { payouts }) => sum + payouts, 0)
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-4">
      <FormErrors id={form.errorId} errors={form.errors} />
      <input type="hidden" name="period" value={period} />
      <input type="hidden" name="currency" value={currency} />
      <input type="hidden" name="seen" value={seen} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <dl className="grid gap-2">
        {toSend.map(({ currency: each, payouts, amountMinor }) => (
          <div key={each} className="flex flex-wrap items-baseline justify-between gap-x-4">
            <dt className="text-small text-soft">{m.admin_run_transfers({ count: payouts })}</dt>
            <dd className="font-display text-[1.375rem] leading-tight font-bold tabular-nums">
              {moneyText({ amountMinor, currency: each })}
            </dd>
          </div>
        ))}
      </dl>
      <CheckboxField field={fields.isChecked} label={m.admin_run_checked()} />
      <SubmitButton pendingText={m.admin_run_sending()} className="whitespace-normal">
        {m.admin_run_send({ count })}
      </SubmitButton>
      <p className="text-fine text-soft">
        {m.admin_run_send_text({
          amounts: listText(toSend.map(({ currency: each, amountMinor }) => moneyText({ amountMinor, currency: each }))),
        })}
      </p>
    </Form>
  )
}

/** Leaves it to somebody else, or to later: what would be sent is frozen, and nothing is. */
function Freeze({ period, currency, idempotencyKey }: Pick<Page, 'period' | 'currency' | 'idempotencyKey'>) {
  return (
    <Form method="post" className="mt-5 grid gap-2 border-t border-line pt-4">
      <input type="hidden" name="period" value={period} />
      <input type="hidden" name="currency" value={currency} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <SubmitButton look="secondary" name="intent" value="draft" pendingText={m.payouts_drafting()} className="whitespace-normal">
        {m.payouts_draft()}
      </SubmitButton>
      <p className="text-fine text-soft">{m.payouts_draft_text()}</p>
    </Form>
  )
}

type Row = Preview['items'][number]
const amount = (amountMinor: number, currency: string) => moneyText({ amountMinor, currency })

const COLUMNS = (): Column<Row>[] => [
  {
    key: 'vendor',
    title: m.admin_vendor(),
    isHeadline: true,
    cell: ({ vendorId, name, currency }) => (
      <span>
        <TextLink to={`/admin/vendors/${vendorId}`}>{name}</TextLink> <span className="text-fine text-soft">{currency}</span>
      </span>
    ),
  },
  {
    key: 'held',
    title: m.admin_run_held(),
    isNumber: true,
    cell: ({ pendingMinor, heldMinor, currency }) => <span className="text-soft">{amount(pendingMinor + heldMinor, currency)}</span>,
  },
  {
    key: 'payable',
    title: m.admin_run_payable(),
    isNumber: true,
    cell: ({ payableMinor, maturedMinor, currency }) => (
      <span>
        <span className={payableMinor < 0 ? 'text-bad' : ''}>{amount(payableMinor, currency)}</span>
        {maturedMinor === 0 || maturedMinor === payableMinor ? null : (
          <span className="block text-fine text-soft">{m.admin_run_matured({ amount: amount(maturedMinor, currency) })}</span>
        )}
      </span>
    ),
  },
  {
    key: 'send',
    title: m.admin_run_to_send(),
    isNumber: true,
    cell: ({ amountMinor, skip, decidedMinor, currency }) =>
      skip === null ? (
        <span className="font-semibold">{amount(amountMinor, currency)}</span>
      ) : (
        <span className="text-fine whitespace-normal text-soft">
          {skipText(skip)}
          {decidedMinor === null ? null : <span className="block tabular-nums">{amount(decidedMinor, currency)}</span>}
        </span>
      ),
  },
]
