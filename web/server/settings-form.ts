import { data } from '@remix-run/cloudflare'
import { m } from '#messages'
import { problemOf } from '#web/server/answer.ts'
import { toLogIn } from '#web/server/session.ts'

/** A settings form as it was sent: several ticks of one name are `name:value`. */
export class SettingsForm {
  readonly entries: Record<string, string> = {}
  readonly errors: Record<string, string> = {}
  readonly #form: FormData

  constructor(form: FormData) {
    this.#form = form
    for (const [name, value] of form) {
      if (typeof value !== 'string') continue
      if (form.getAll(name).length > 1 || value === 'on' || TICKS.has(name)) this.entries[value === 'on' ? name : `${name}:${value}`] = 'on'
      if (!TICKS.has(name)) this.entries[name] = value
    }
  }

  text(name: string): string {
    const value = this.#form.get(name)
    return typeof value === 'string' ? value.trim() : ''
  }

  all(name: string): string[] {
    return this.#form.getAll(name).filter((value): value is string => typeof value === 'string')
  }

  isOn(name: string): boolean {
    return this.#form.get(name) === 'on'
  }

  /** Lines or commas apart. */
  list(name: string): string[] {
    return this.text(name)
      .split(/[\s,;]+/)
      .filter(Boolean)
  }

  /** A whole number; notes what is wrong. @param empty what nothing entered means */
  whole<T>(name: string, empty?: T): number | T {
    const text = this.text(name)
    if (text === '' && empty !== undefined) return empty
    if (!/^\d{1,12}$/.test(text)) this.errors[name] = m.platform_number_error()
    return Number(text)
  }

  /** A percentage as basis points; notes what is wrong. */
  share(name: string): number {
    const [, whole = '', fraction = ''] = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(this.text(name)) ?? []
    const bps = Number(whole + fraction.padEnd(2, '0'))
    if (whole === '' || bps > 10_000) this.errors[name] = m.platform_tax_rate_error()
    return bps
  }

  /** Why; notes if it is missing. */
  reason(): string {
    const reason = this.text('reason')
    if (reason.length < 3) this.errors.reason = m.platform_reason_error()
    return reason
  }

  get isWrong(): boolean {
    return Object.keys(this.errors).length > 0
  }

  /** The form again, with what is wrong and every entry. */
  again(status = 422) {
    return data({ errors: this.errors, entries: this.entries }, { status })
  }

  /** The answer to a form the API refused. @param fields where a pointer of the API is a field of another name */
  async refused(request: Request, response: { status: number; json(): Promise<unknown> }, fields: Record<string, string> = {}) {
    const problem = await problemOf(response)
    if (problem.code === 'sign_in_required') throw toLogIn(request)
    for (const { pointer, detail } of problem.errors ?? []) {
      const name = fields[pointer] ?? Object.entries(fields).find(([known]) => pointer.startsWith(`${known}/`))?.[1] ?? pointer.slice(1)
      this.errors[name] = detail
    }
    if (!this.isWrong) this.errors[''] = problem.code === 'changed_meanwhile' ? m.platform_stale() : problem.detail || m.ui_try_again_soon()
    return this.again(problem.status)
  }
}

/** Fields that are several boxes. */
const TICKS: ReadonlySet<string> = new Set(['features', 'currencies'])
