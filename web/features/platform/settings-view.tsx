import { Form } from '@remix-run/react'
import { m } from '#messages'
import { amountEntries } from '#web/features/platform/setting-entries.ts'
import { Badge } from '#web/ui/badge.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { decimalText } from '#web/ui/format.ts'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { CURRENCIES, type Currency } from '#worker/pure/money.ts'
import { type Amounts, REFUNDING_ROLES, SETTING_GROUPS, type SettingKey, type SettingValue } from '#worker/pure/settings.ts'
import { Ago } from '../admin/ago.tsx'
import { ChoiceEntry, Entry, FormRefusal, ReasonEntry, type Refused, TextEntry, TickEntry } from './entries.tsx'
import { bearerName, groupName, roleName, type Setting, type SettingVersion, settingName, settingText, valueText } from './setting-words.ts'

/** Every setting by its part of the work. */
export function SettingsView({ items, canEdit, nowMs }: { items: Setting[]; canEdit: boolean; nowMs: number }) {
  const columns: Column<Setting>[] = [
    {
      key: 'name',
      title: m.platform_setting(),
      isHeadline: true,
      cell: ({ key }) => (
        <span className="block max-w-md">
          {canEdit ? (
            <TextLink to={`/admin/settings/${key}`}>{settingName(key)}</TextLink>
          ) : (
            <span className="font-medium">{settingName(key)}</span>
          )}
          <span className="block text-fine font-normal text-soft">{settingText(key)}</span>
        </span>
      ),
    },
    { key: 'group', title: m.platform_setting_group(), cell: ({ group }) => <span className="text-soft">{groupName(group)}</span> },
    { key: 'value', title: m.platform_setting_value(), cell: ({ key, value }) => valueText(key, value) },
    {
      key: 'state',
      title: m.platform_plans_state(),
      cell: ({ isChanged, changedAt }) =>
        isChanged && changedAt ? (
          <span className="flex flex-wrap items-center gap-2">
            <Badge tone="accent">{m.platform_setting_was_changed()}</Badge>
            <Ago at={changedAt} nowMs={nowMs} />
          </span>
        ) : (
          <Badge>{m.platform_setting_is_default()}</Badge>
        ),
    },
  ]
  return (
    <>
      <PageHeader title={m.platform_settings_title()} text={m.platform_settings_text()} />
      <Panel isFlush>
        <DataTable
          caption={m.platform_settings_title()}
          columns={columns}
          rows={SETTING_GROUPS.flatMap((group) => items.filter((item) => item.group === group))}
          rowKey={({ key }) => key}
        />
      </Panel>
    </>
  )
}

/** `traded`: the currencies that markets pay in. */
type EditProps = { setting: Setting; versions: SettingVersion[]; traded: readonly string[]; nowMs: number; refused: Refused }

/** One setting: its value, and everything it was. */
export function SettingView({ setting, versions, traded, nowMs, refused }: EditProps) {
  return (
    <>
      <PageHeader
        title={settingName(setting.key)}
        back={<TextLink to="/admin/settings">{m.platform_settings_title()}</TextLink>}
        text={settingText(setting.key)}
      />
      <div className="grid gap-6">
        <Panel title={m.platform_setting_value()}>
          <Form method="post" className="grid gap-5">
            <input type="hidden" name="version" value={setting.version} />
            <FormRefusal refused={refused} />
            <ValueEntries setting={setting} traded={traded} refused={refused} />
            <ReasonEntry refused={refused} className="max-w-xl" />
            <div className="flex flex-wrap gap-2">
              <SubmitButton name="intent" value="change" pendingText={m.platform_saving()}>
                {m.platform_save()}
              </SubmitButton>
              {setting.isChanged ? (
                <SubmitButton name="intent" value="reset" look="quiet" formNoValidate pendingText={m.platform_saving()}>
                  {m.platform_setting_reset()}
                </SubmitButton>
              ) : null}
            </div>
          </Form>
        </Panel>
        <Panel isFlush={versions.length > 0} title={m.platform_setting_history()}>
          {versions.length === 0 ? (
            <p className="text-small text-soft">{m.platform_setting_no_history()}</p>
          ) : (
            <DataTable
              caption={m.platform_setting_history()}
              columns={versionColumns(setting, nowMs)}
              rows={versions}
              rowKey={({ version }) => String(version)}
            />
          )}
        </Panel>
      </div>
    </>
  )
}

const versionColumns = (setting: Setting, nowMs: number): Column<SettingVersion>[] => [
  { key: 'version', title: m.platform_setting_version(), isHeadline: true, cell: ({ version }) => String(version) },
  { key: 'value', title: m.platform_setting_value(), cell: ({ value }) => valueText(setting.key, value) },
  { key: 'reason', title: m.platform_reason(), cell: ({ reason }) => reason },
  { key: 'when', title: m.platform_setting_when(), cell: ({ at }) => <Ago at={at} nowMs={nowMs} /> },
  {
    key: 'again',
    title: m.platform_setting_restore(),
    isUnlabelled: true,
    cell: ({ version }) =>
      version === setting.version ? null : (
        <Form method="post">
          <input type="hidden" name="version" value={setting.version} />
          <input type="hidden" name="from" value={version} />
          <SubmitButton name="intent" value="restore" look="quiet" isSmall pendingText={m.platform_saving()}>
            {m.platform_setting_restore()}
          </SubmitButton>
        </Form>
      ),
  },
]

/** The entries of a setting's value, by its shape. */
function ValueEntries({ setting: { key, value }, traded, refused }: Pick<EditProps, 'setting' | 'traded' | 'refused'>) {
  switch (key) {
    case 'refundLimitMinor':
      return (
        <>
          {REFUNDING_ROLES.map((role) => (
            <AmountEntries
              key={role}
              prefix={role}
              title={roleName(role)}
              amounts={(value as SettingValue<'refundLimitMinor'>)[role]}
              traded={traded}
              refused={refused}
            />
          ))}
        </>
      )
    case 'payoutApprovalLimitMinor':
      return <AmountEntries prefix="amount" title={settingName(key)} amounts={value as Amounts} traded={traded} refused={refused} />
    case 'disputeLossBearer':
    case 'disputeFeeBearer':
      return (
        <ChoiceEntry
          name="value"
          label={settingName(key)}
          value={value as string}
          refused={refused}
          className="max-w-xs"
          options={(['vendor', 'platform'] as const).map((each) => ({ value: each, label: bearerName(each) }))}
        />
      )
    case 'disputeRateWarningBps':
    case 'disputeRateCriticalBps':
      return (
        <Entry
          name="value"
          label={m.platform_percent()}
          value={decimalText((value as number) / 100, 2)}
          refused={refused}
          inputMode="decimal"
          className="max-w-40"
        />
      )
    case 'currencies':
      return (
        <fieldset>
          <legend className="text-small font-semibold">{settingName(key)}</legend>
          <div className="mt-1 grid grid-cols-2 sm:grid-cols-4 lg:grid-cols-6">
            {CURRENCIES.map((code) => (
              <TickEntry
                key={code}
                name="currencies"
                value={code}
                label={code}
                isOn={(value as string[]).includes(code)}
                refused={refused}
              />
            ))}
          </div>
        </fieldset>
      )
    case 'shippingDefault':
      return <ShippingEntries value={value as SettingValue<'shippingDefault'>} traded={traded} refused={refused} />
    case 'company':
      return <CompanyEntries value={value as SettingValue<'company'>} refused={refused} />
    case 'taxRegistrations':
      return (
        <TextEntry
          name="value"
          label={settingName(key)}
          hint={m.platform_setting_registrations_hint()}
          value={(value as SettingValue<'taxRegistrations'>).map(({ country, number }) => `${country} ${number}`).join('\n')}
          refused={refused}
          className="max-w-md"
        />
      )
    default:
      return <DaysEntry name={key} value={value as number | null} refused={refused} />
  }
}

const DaysEntry = ({ name, value, refused }: { name: SettingKey; value: number | null; refused: Refused }) => (
  <Entry
    name="value"
    label={settingName(name)}
    hint={name === 'defaultPayoutHoldDays' ? m.platform_setting_days_hint() : undefined}
    value={value === null ? '' : String(value)}
    refused={refused}
    inputMode="numeric"
    className="max-w-64"
  />
)

type AmountProps = { prefix: string; title: string; amounts: Amounts } & Pick<EditProps, 'traded' | 'refused'>

/** An amount for each currency that is traded in; the others are folded away, and keep what they are. */
function AmountEntries({ prefix, title, amounts, traded, refused }: AmountProps) {
  const entries = amountEntries(amounts)
  const others = CURRENCIES.filter((currency) => !traded.includes(currency))
  const isWrong = others.some((currency) => refused?.errors[`${prefix}.${currency}`] !== undefined)
  const boxes = (currencies: readonly Currency[]) => (
    <div className="mt-3 grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5">
      {currencies.map((currency) => (
        <Entry
          key={currency}
          name={`${prefix}.${currency}`}
          label={currency}
          value={entries[currency] ?? ''}
          refused={refused}
          inputMode="decimal"
        />
      ))}
    </div>
  )
  return (
    <fieldset>
      <legend className="text-small font-semibold">{title}</legend>
      <p className="mt-1 text-fine text-soft">{m.platform_setting_amount_hint()}</p>
      {boxes(CURRENCIES.filter((currency) => traded.includes(currency)))}
      {others.length === 0 ? null : (
        <details className="mt-3" open={isWrong ? true : undefined}>
          <summary className="min-h-6 w-fit cursor-pointer text-small font-medium text-accent">
            {m.platform_setting_other_currencies({ count: others.length })}
          </summary>
          {boxes(others)}
        </details>
      )}
    </fieldset>
  )
}

const CompanyEntries = ({ value, refused }: { value: SettingValue<'company'>; refused: Refused }) => (
  <div className="grid max-w-xl gap-4">
    <Entry name="name" label={m.platform_shipping_name()} value={value.name} refused={refused} required maxLength={100} />
    <TextEntry name="address" label={m.platform_company_address()} value={value.address} refused={refused} maxLength={300} />
    <Entry name="country" label={m.platform_tax_country()} value={value.country} refused={refused} required maxLength={2} />
  </div>
)

type ShippingProps = { value: SettingValue<'shippingDefault'> } & Pick<EditProps, 'traded' | 'refused'>
const ShippingEntries = ({ value, traded, refused }: ShippingProps) => (
  <>
    <div className="grid gap-4 sm:grid-cols-3">
      <Entry name="name" label={m.platform_shipping_name()} value={value.name} refused={refused} required />
      <Entry
        name="daysMin"
        label={m.platform_shipping_min()}
        value={String(value.daysMin)}
        refused={refused}
        inputMode="numeric"
        required
      />
      <Entry
        name="daysMax"
        label={m.platform_shipping_max()}
        value={String(value.daysMax)}
        refused={refused}
        inputMode="numeric"
        required
      />
    </div>
    <AmountEntries prefix="amount" title={m.platform_plans_price()} amounts={value.baseMinor} traded={traded} refused={refused} />
  </>
)
