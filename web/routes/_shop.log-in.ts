import { redirect } from '@remix-run/cloudflare'

/** Mails lead here. */
export const loader = () => redirect('/login', 301)
