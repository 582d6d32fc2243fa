/** The card form inside the emulator's iframe. Only this document ever holds the card number. */
;(() => {
  const PREFIX = 'stripe-stand-in:'
  const parentOrigin = new URLSearchParams(location.search).get('parent')
  const form = document.querySelector('form')
  const fields = { number: form.elements.number, expiry: form.elements.expiry, cvc: form.elements.cvc }
  const digits = (text) => text.replaceAll(/\D/g, '')

  const post = (type, body = {}) => {
    if (parentOrigin !== null) window.parent.postMessage({ ...body, type: PREFIX + type }, parentOrigin)
  }

  function passesLuhn(number) {
    const sum = [...number].reverse().reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 1 ? 2 : 1)
      return total + (value > 9 ? value - 9 : value)
    }, 0)
    return sum % 10 === 0
  }

  function readExpiry() {
    const text = digits(fields.expiry.value)
    return { month: Number(text.slice(0, 2)), year: 2000 + Number(text.slice(2, 4)), complete: text.length === 4 }
  }

  /** The first thing wrong with each field, in the provider's words. */
  const checks = {
    number() {
      const number = digits(fields.number.value)
      const wanted = /^3[47]/.test(number) ? 15 : /^3[068]/.test(number) ? 14 : 16
      if (number.length < wanted) return ['incomplete_number', 'Your card number is incomplete.']
      return passesLuhn(number) ? null : ['invalid_number', 'Your card number is invalid.']
    },
    expiry() {
      const { month, year, complete } = readExpiry()
      if (!complete) return ['incomplete_expiry', "Your card's expiration date is incomplete."]
      if (month < 1 || month > 12) return ['invalid_expiry_month', "Your card's expiration month is invalid."]
      const past = Date.UTC(year, month, 1) <= Date.now()
      return past ? ['invalid_expiry_year_past', "Your card's expiration date is in the past."] : null
    },
    cvc() {
      const wanted = /^3[47]/.test(digits(fields.number.value)) ? 4 : 3
      return digits(fields.cvc.value).length < wanted ? ['incomplete_cvc', "Your card's security code is incomplete."] : null
    },
  }

  function show(name, problem) {
    const field = fields[name]
    const line = document.getElementById(`${name}-error`)
    line.textContent = problem === null ? '' : problem[1]
    if (problem === null) field.removeAttribute('aria-invalid')
    else field.setAttribute('aria-invalid', 'true')
  }

  /** Shows every problem and puts the cursor into the first wrong field. */
  function validate() {
    let first = null
    for (const name of Object.keys(checks)) {
      const problem = checks[name]()
      show(name, problem)
      if (problem !== null && first === null) {
        first = { type: 'validation_error', code: problem[0], message: problem[1] }
        fields[name].focus()
      }
    }
    return first
  }

  function appendBilling(body, billing) {
    for (const name of ['name', 'email', 'phone'])
      if (billing[name]) body.set(`payment_method_data[billing_details][${name}]`, billing[name])
    for (const [name, value] of Object.entries(billing.address ?? {}))
      if (value) body.set(`payment_method_data[billing_details][address][${name}]`, value)
  }

  async function confirm(message) {
    const wrong = validate()
    if (wrong !== null) return { error: wrong }
    const { month, year } = readExpiry()
    const body = new URLSearchParams({ ...message.params, key: message.key, use_stripe_sdk: 'true', 'payment_method_data[type]': 'card' })
    body.set('payment_method_data[card][number]', digits(fields.number.value))
    body.set('payment_method_data[card][exp_month]', String(month))
    body.set('payment_method_data[card][exp_year]', String(year))
    body.set('payment_method_data[card][cvc]', digits(fields.cvc.value))
    appendBilling(body, message.billing ?? {})
    if (message.receiptEmail) body.set('receipt_email', message.receiptEmail)
    const isSetup = message.intent.startsWith('seti_')
    try {
      const response = await fetch(`/v1/${isSetup ? 'setup' : 'payment'}_intents/${encodeURIComponent(message.intent)}/confirm`, {
        method: 'POST',
        body,
      })
      const answer = await response.json()
      return response.ok ? { [isSetup ? 'setupIntent' : 'paymentIntent']: answer } : { error: answer.error }
    } catch {
      return {
        error: {
          type: 'api_connection_error',
          message:
            'We are experiencing issues connecting to our payments provider. You have not been charged. Please check your internet connection and try again.',
        },
      }
    }
  }

  /** Colours and lengths only: nothing that could load something. */
  const SAFE = /^[#\w\s.,%()'"-]{1,120}$/
  const STYLES = {
    colorPrimary: '--primary',
    colorBackground: '--background',
    colorText: '--text',
    colorTextSecondary: '--secondary',
    colorDanger: '--danger',
    fontFamily: '--font',
    borderRadius: '--radius',
    fontSizeBase: '--size',
  }

  function restyle(appearance) {
    document.documentElement.dataset.theme = appearance?.theme === 'night' ? 'night' : 'stripe'
    for (const [name, property] of Object.entries(STYLES)) {
      const value = appearance?.variables?.[name]
      if (typeof value === 'string' && SAFE.test(value) && !/url|image|expression/i.test(value))
        document.documentElement.style.setProperty(property, value)
    }
  }

  window.addEventListener('message', async (event) => {
    if (event.source !== window.parent || event.origin !== parentOrigin) return
    const message = event.data
    if (typeof message?.type !== 'string' || !message.type.startsWith(PREFIX)) return
    const type = message.type.slice(PREFIX.length)
    if (type === 'appearance') restyle(message.appearance)
    else if (type === 'focus') fields.number.focus()
    else if (type === 'blur') document.activeElement?.blur()
    else if (type === 'clear') form.reset()
    else if (type === 'submit') {
      const error = validate()
      post('answer', { id: message.id, result: error === null ? { selectedPaymentMethod: 'card' } : { error } })
    } else if (type === 'confirm') post('answer', { id: message.id, result: await confirm(message) })
  })

  fields.number.addEventListener('input', () => {
    const number = digits(fields.number.value).slice(0, 19)
    const groups = /^3[47]/.test(number) ? number.match(/^(\d{1,4})(\d{1,6})?(\d{1,5})?/)?.slice(1) : number.match(/\d{1,4}/g)
    fields.number.value = (groups ?? []).filter(Boolean).join(' ')
  })
  fields.expiry.addEventListener('input', (event) => {
    let text = digits(fields.expiry.value).slice(0, 4)
    if (/^[2-9]$/.test(text)) text = `0${text}`
    const deleting = event.inputType === 'deleteContentBackward'
    fields.expiry.value = text.length > 2 || (text.length === 2 && !deleting) ? `${text.slice(0, 2)} / ${text.slice(2)}` : text
  })
  fields.cvc.addEventListener('input', () => {
    fields.cvc.value = digits(fields.cvc.value).slice(0, 4)
  })
  for (const [name, field] of Object.entries(fields)) {
    field.addEventListener('blur', () => {
      if (field.value !== '') show(name, checks[name]())
    })
    field.addEventListener('input', () => {
      if (checks[name]() === null) show(name, null)
      const complete = Object.values(checks).every((check) => check() === null)
      post('change', { complete, empty: Object.values(fields).every((other) => other.value === '') })
    })
  }
  form.addEventListener('focusin', () => post('focus'))
  form.addEventListener('focusout', () => post('blur'))
  form.addEventListener('submit', (event) => event.preventDefault())
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') post('escape')
  })
  new ResizeObserver(() => post('height', { height: document.querySelector('main').offsetHeight + 8 })).observe(
    document.querySelector('main'),
  )
  post('ready')
})()
