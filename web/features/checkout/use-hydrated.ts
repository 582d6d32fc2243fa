import { useSyncExternalStore } from 'react'

const never = () => () => undefined

/** True once scripts run here: false on the server and in the first render of the browser, so that both draw the same. */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
