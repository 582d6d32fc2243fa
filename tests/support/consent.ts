/** Agrees on a channel's own page: what it puts into the URL it sends the browser back to. */
export async function consent(authorizationUrl: string): Promise<Record<string, string>> {
  const response = await fetch(authorizationUrl, { redirect: 'manual' })
  const back = response.headers.get('location')
  if (back === null) throw new Error(`The consent page answered ${response.status}: ${await response.text()}`)
  return Object.fromEntries(new URL(back).searchParams)
}
