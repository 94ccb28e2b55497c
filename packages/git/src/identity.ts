import type { Person } from '@stagecoach/core'

/** Who made the commits and tags that hold data. The domain cannot exist (RFC 2606), so nobody's account is credited. */
export const stagecoach: Person = { name: 'Stagecoach', email: 'stagecoach@stagecoach.invalid' }
