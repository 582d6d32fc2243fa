/**
 * A stand-in for Stripe.js, for pages that take payments through the emulator. It has the same calls and the same results for
 * the Payment Element and `confirmPayment`; the card form is an iframe of the emulator, so card numbers never reach the page.
 */
;(() => {
  const origin = new URL(document.currentScript.src).origin
  const PREFIX = 'stripe-stand-in:'
  const ANSWER_MS_MAX = 60_000

  /** One iframe and the messages to and from it; anything from another origin or another window is ignored. */
  function openChannel(frame, onMessage) {
    const waiting = new Map()
    let lastId = 0
    let markReady
    const ready = new Promise((resolve) => {
      markReady = resolve
    })
    const listen = (event) => {
      if (event.origin !== origin || event.source !== frame.contentWindow) return
      const message = event.data
      if (typeof message?.type !== 'string' || !message.type.startsWith(PREFIX)) return
      const type = message.type.slice(PREFIX.length)
      if (type === 'answer') {
        waiting.get(message.id)?.(message.result)
        waiting.delete(message.id)
        return
      }
      if (type === 'ready') markReady()
      onMessage(type, message)
    }
    window.addEventListener('message', listen)
    return {
      ready,
      post: (type, body) => ready.then(() => frame.contentWindow?.postMessage({ ...body, type: PREFIX + type }, origin)),
      async ask(type, body) {
        await ready
        const id = ++lastId
        return new Promise((resolve) => {
          const timer = setTimeout(() => resolve({ error: connectionError() }), ANSWER_MS_MAX)
          waiting.set(id, (result) => {
            clearTimeout(timer)
            resolve(result)
          })
          frame.contentWindow?.postMessage({ ...body, id, type: PREFIX + type }, origin)
        })
      },
      close: () => window.removeEventListener('message', listen),
    }
  }

  function connectionError() {
    return {
      type: 'api_connection_error',
      message:
        'We are experiencing issues connecting to our payments provider. You have not been charged. Please check your internet connection and try again.',
    }
  }

  function integrationError(message) {
    const error = new Error(message)
    error.name = 'IntegrationError'
    return error
  }

  function createPaymentElement(appearance, onGone) {
    const listeners = new Map()
    let frame
    let channel
    const fire = (name, detail) => {
      for (const listener of [...(listeners.get(name) ?? [])]) listener({ elementType: 'payment', ...detail })
    }
    const onMessage = (type, message) => {
      if (type === 'ready') {
        channel.post('appearance', { appearance })
        fire('ready', {})
      } else if (type === 'height') frame.style.height = `${Math.min(2000, Math.max(0, Number(message.height)))}px`
      else if (type === 'change')
        fire('change', { complete: message.complete === true, empty: message.empty === true, collapsed: false, value: { type: 'card' } })
      else if (type === 'focus' || type === 'blur' || type === 'escape') fire(type, {})
    }
    const element = {
      mount(target) {
        const host = typeof target === 'string' ? document.querySelector(target) : target
        if (host === null || host === undefined)
          throw integrationError(`The selector you specified (${target}) applies to no DOM elements that are currently on the page.`)
        if (frame !== undefined) element.unmount()
        frame = document.createElement('iframe')
        frame.title = 'Secure payment input frame'
        frame.name = `stripe-frame-${Math.random().toString(36).slice(2)}`
        frame.src = `${origin}/elements/card?parent=${encodeURIComponent(location.origin)}`
        frame.style.cssText = 'border:0;width:100%;height:220px;display:block;color-scheme:normal'
        channel = openChannel(frame, onMessage)
        host.replaceChildren(frame)
      },
      unmount() {
        channel?.close()
        frame?.remove()
        frame = undefined
        channel = undefined
      },
      destroy() {
        element.unmount()
        onGone()
      },
      on(name, listener) {
        listeners.set(name, [...(listeners.get(name) ?? []), listener])
        return element
      },
      off(name, listener) {
        listeners.set(name, listener === undefined ? [] : (listeners.get(name) ?? []).filter((other) => other !== listener))
        return element
      },
      once(name, listener) {
        const one = (event) => {
          element.off(name, one)
          listener(event)
        }
        return element.on(name, one)
      },
      focus: () => channel?.post('focus', {}),
      blur: () => channel?.post('blur', {}),
      clear: () => channel?.post('clear', {}),
      collapse: () => undefined,
      update: () => undefined,
    }
    const ask = (type, body) => {
      if (channel === undefined) throw integrationError('elements should have a mounted Payment Element.')
      return channel.ask(type, body)
    }
    return { element, ask, restyle: (next) => channel?.post('appearance', { appearance: next }) }
  }

  function createElements(options) {
    let current
    const elements = {
      create(type) {
        if (type !== 'payment')
          throw integrationError(`A valid Element name must be provided. Valid Elements are: payment; you passed: ${type}.`)
        if (current !== undefined) throw integrationError("Can't create Element with type payment. It has already been created.")
        current = createPaymentElement(options.appearance ?? {}, () => {
          current = undefined
        })
        return current.element
      },
      getElement: (type) => (type === 'payment' ? (current?.element ?? null) : null),
      update(next) {
        Object.assign(options, next)
        if (next.appearance !== undefined) current?.restyle(next.appearance)
      },
      fetchUpdates: async () => ({}),
      async submit() {
        if (current === undefined) throw integrationError('elements should have a mounted Payment Element.')
        return current.ask('submit', {})
      },
    }
    internals.set(elements, { clientSecret: () => options.clientSecret, confirm: (body) => current?.ask('confirm', body) })
    return elements
  }

  /** What confirmPayment needs of an elements group without showing it on the group itself. */
  const internals = new WeakMap()

  async function call(key, method, path, params) {
    const form = new URLSearchParams({ ...params, key })
    const query = method === 'GET' ? `?${form}` : ''
    try {
      const response = await fetch(`${origin}${path}${query}`, method === 'GET' ? {} : { method, body: form })
      const body = await response.json()
      return response.ok ? { paymentIntent: body } : { error: body.error }
    } catch {
      return { error: connectionError() }
    }
  }

  function intentOf(clientSecret) {
    const match = /^(pi_\w+)_secret_\w+$/.exec(clientSecret ?? '')
    if (match === null) throw integrationError('Invalid value for clientSecret: it should be of the form <id>_secret_<secret>.')
    return match[1]
  }

  /** Shows the bank's challenge over the page until the buyer has answered it. Focus goes in, and comes back. */
  function showChallenge(url) {
    return new Promise((resolve) => {
      const before = document.activeElement
      const dialog = document.createElement('dialog')
      dialog.setAttribute('aria-label', 'Card authentication')
      dialog.style.cssText = 'padding:0;border:0;border-radius:12px;width:min(420px,94vw);height:min(480px,90vh);overflow:hidden'
      const frame = document.createElement('iframe')
      frame.title = '3D Secure authentication'
      frame.style.cssText = 'border:0;width:100%;height:100%;display:block'
      const target = new URL(url)
      target.searchParams.set('parent', location.origin)
      frame.src = target.href
      const channel = openChannel(frame, (type) => {
        if (type !== 'challenge-answered') return
        channel.close()
        dialog.close()
        dialog.remove()
        before?.focus?.()
        resolve()
      })
      // Leaving the challenge unanswered is not possible by the Escape key: the bank waits for yes or no.
      dialog.addEventListener('cancel', (event) => event.preventDefault())
      dialog.append(frame)
      document.body.append(dialog)
      dialog.showModal()
    })
  }

  async function settle(key, clientSecret, result) {
    const action = result.paymentIntent?.next_action
    if (result.error !== undefined || result.paymentIntent?.status !== 'requires_action' || action == null) return result
    if (action.type === 'redirect_to_url') {
      location.assign(action.redirect_to_url.url)
      return new Promise(() => undefined)
    }
    await showChallenge(`${origin}${new URL(action.use_stripe_sdk.stripe_js).pathname}`)
    const after = await call(key, 'GET', `/v1/payment_intents/${intentOf(clientSecret)}`, { client_secret: clientSecret })
    const failed = after.paymentIntent?.status === 'requires_payment_method' ? after.paymentIntent.last_payment_error : null
    return failed == null ? after : { error: { ...failed, payment_intent: after.paymentIntent } }
  }

  function createStripe(key, _options = {}) {
    if (typeof key !== 'string' || !key.startsWith('pk_'))
      throw integrationError('Missing value for Stripe(): apiKey should be a publishable key.')
    const stripe = {
      elements: (options = {}) => createElements({ ...options }),
      async retrievePaymentIntent(clientSecret) {
        return call(key, 'GET', `/v1/payment_intents/${intentOf(clientSecret)}`, { client_secret: clientSecret })
      },
      async handleNextAction({ clientSecret }) {
        const found = await stripe.retrievePaymentIntent(clientSecret)
        return settle(key, clientSecret, found)
      },
      /** Keeps a card for later; nothing is charged, and the bank asks nothing here. */
      async confirmSetup({ elements, confirmParams = {}, redirect = 'always' }) {
        const inner = internals.get(elements)
        const secret = inner?.clientSecret() ?? ''
        if (!/^seti_\w+_secret_\w+$/.test(secret)) throw integrationError('Invalid value for clientSecret: it should be of a SetupIntent.')
        const returnUrl = confirmParams.return_url
        const params = { client_secret: secret, ...(returnUrl === undefined ? {} : { return_url: returnUrl }) }
        const billing = confirmParams.payment_method_data?.billing_details ?? {}
        const result = await inner.confirm({ key, intent: secret.split('_secret_')[0], params, billing })
        if (result.error !== undefined || redirect === 'if_required') return result
        location.assign(returnUrl)
        return new Promise(() => undefined)
      },
      async confirmPayment({ elements, clientSecret, confirmParams = {}, redirect = 'always' }) {
        const inner = elements === undefined ? undefined : internals.get(elements)
        const secret = clientSecret ?? inner?.clientSecret()
        const id = intentOf(secret)
        const returnUrl = confirmParams.return_url
        if (returnUrl === undefined && redirect !== 'if_required')
          throw integrationError('stripe.confirmPayment(): the `confirmParams.return_url` argument is required.')
        const params = { client_secret: secret, ...(returnUrl === undefined ? {} : { return_url: returnUrl }) }
        const result =
          inner === undefined
            ? await call(key, 'POST', `/v1/payment_intents/${id}/confirm`, {
                ...params,
                use_stripe_sdk: 'true',
                payment_method: confirmParams.payment_method ?? '',
              })
            : await inner.confirm({
                key,
                intent: id,
                params,
                billing: confirmParams.payment_method_data?.billing_details ?? {},
                receiptEmail: confirmParams.receipt_email,
              })
        const settled = await settle(key, secret, result)
        if (settled.error !== undefined || redirect === 'if_required') return settled
        const target = new URL(returnUrl)
        target.searchParams.set('payment_intent', id)
        target.searchParams.set('payment_intent_client_secret', secret)
        target.searchParams.set('redirect_status', settled.paymentIntent.status === 'processing' ? 'pending' : 'succeeded')
        location.assign(target.href)
        return new Promise(() => undefined)
      },
    }
    return stripe
  }

  window.Stripe = Object.assign(createStripe, { version: 3 })
})()
